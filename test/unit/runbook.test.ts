import { expect, test } from 'vitest';
import { renderRunbook } from '../../scripts/runbook/render.ts';
import { type CheckDescription, type ChecklistDescription, describeCatalog } from '../../src/main/describe.ts';

const catalog = describeCatalog();
const checklists = catalog.filter((entry) => entry.kind === 'checklist');
const checks = catalog.filter((entry) => entry.kind === 'check');
const text = renderRunbook({ checklists, checks });

test('every checklist and every check stands in the runbook, with what to do', () => {
  for (const { id } of checklists) expect(text).toContain(`opsbook run ${id}`);
  for (const { id, remediation } of checks) {
    expect(text).toContain(`\n### ${id}\n`);
    expect(text).toContain(remediation.replaceAll('|', String.raw`\|`));
  }
});

test('every link leads to a heading of the page', () => {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^a-z0-9 _-]/g, '')
      .replaceAll(' ', '-'),
  );
  const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
  expect(links.length).toBeGreaterThan(checks.length);
  expect(links.filter((link) => !headings.includes(link))).toEqual([]);
});

test('no two headings are alike, so that a link means one of them', () => {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual([...new Set(headings)]);
});

test('every line of a table has as many cells as its heading, whatever its prose holds', () => {
  const odd = renderRunbook({ checklists: [oddChecklist()], checks: [oddCheck()] });
  const rows = odd.split('\n').filter((line) => line.startsWith('| ') && line.includes('`a-odd-good`'));
  expect(rows[0]?.split(/(?<!\\)\|/)).toHaveLength(6);
  expect(rows.join('\n')).toContain(String.raw`either \| or &lt;script>`);
});

function oddChecklist(): ChecklistDescription {
  return {
    kind: 'checklist',
    id: 'daily/odd',
    title: 'Odd',
    purpose: 'To be odd.',
    cadence: null,
    parameters: [],
    checks: [oddCheck()],
    sections: [],
    operations: [],
    permissions: [],
  };
}

function oddCheck(): CheckDescription {
  return {
    kind: 'check',
    id: 'a-odd-good',
    title: 'Odd',
    severity: 'low',
    why: 'It is either | or <script>.',
    remediation: 'Straighten it.',
    runbook: null,
    scope: 'region',
    thresholds: [],
    operations: [],
    permissions: [],
    checklists: ['daily/odd'],
  };
}
