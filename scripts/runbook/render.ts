import type { CheckDescription, ChecklistDescription, RunbookDescription } from '../../src/main/describe.ts';
import { type Threshold, thresholdText } from '../../src/main/thresholds.ts';

export interface Catalog {
  readonly checklists: readonly ChecklistDescription[];
  readonly runbooks?: readonly RunbookDescription[];
  readonly checks: readonly CheckDescription[];
}

/** Chapters by the folder of a checklist, in the order of the page. */
const CHAPTERS: readonly (readonly [folder: string, title: string])[] = [
  ['incident', 'Incidents'],
  ['deployment', 'Deployments'],
  ['recovery', 'Backup and recovery'],
  ['scaling', 'Scaling'],
  ['monitoring', 'Monitoring'],
  ['daily', 'Daily'],
  ['weekly', 'Weekly'],
  ['monthly', 'Monthly'],
];

/** RUNBOOK.md, from the definitions alone: the same definitions give the same text. */
export function renderRunbook({ checklists, runbooks = [], checks }: Catalog): string {
  const chapters = CHAPTERS.flatMap(([folder, title]) => {
    const own = checklists.filter(({ id }) => id.startsWith(`${folder}/`));
    const changing = runbooks.filter(({ id }) => id.startsWith(`${folder}/`));
    return own.length + changing.length > 0 ? [{ title, checklists: own, runbooks: changing }] : [];
  });
  const parts = [
    introduction(),
    contents(chapters.flatMap((chapter) => chapter.checklists)),
    ...(runbooks.length > 0 ? [runbookContents(chapters.flatMap((chapter) => chapter.runbooks))] : []),
    reading(),
    ...chapters.flatMap((chapter) => [
      `## ${chapter.title}`,
      ...chapter.checklists.map(checklistText),
      ...chapter.runbooks.map(runbookText),
    ]),
    '## When a check fails',
    'What to do, check by check. `opsbook explain <check>` prints the same, with the permissions it needs.',
    ...checks.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(checkText),
  ];
  return `${parts.join('\n\n')}\n`;
}

function introduction(): string {
  return [
    '<!-- Generated from the definitions in src/checks, src/checklists and src/runbooks by `npm run docs`. Do not edit. -->',
    '# Runbook',
    'A checklist judges what is in AWS and changes nothing: `opsbook run <checklist>`, or a single check with ' +
      '`opsbook run <check>`. A runbook changes AWS: `opsbook plan <runbook>` says what it would do, `opsbook run <runbook>` ' +
      'shows that plan, asks, carries it out and, where something goes wrong, takes it back. Add `--sandbox` to see any of ' +
      'them on a simulated account first.',
  ].join('\n\n');
}

function contents(checklists: readonly ChecklistDescription[]): string {
  const rows = checklists.map(({ id, title, cadence, checks }) => [
    `[${title}](#${anchor(title)})`,
    cadence?.words ?? 'when needed',
    `\`opsbook run ${id}\``,
    String(checks.length),
  ]);
  const zone = 'Times are in the business time zone: `timezone` in `opsbook.yaml`, UTC where it does not say.';
  return `${table(['Checklist', 'When', 'Command', 'Checks'], rows)}\n\n${zone}`;
}

function runbookContents(runbooks: readonly RunbookDescription[]): string {
  const rows = runbooks.map(({ id, title }) => [`[${title}](#${anchor(title)})`, `\`opsbook plan ${id}\``]);
  return table(['Runbook', 'Command'], rows);
}

function runbookText({ id, title, purpose, parameters, permissions }: RunbookDescription): string {
  const needed = parameters.map(({ name, required }) => (required ? ` --set ${name}=…` : ` [--set ${name}=…]`));
  const rows = parameters.map(({ name, what, required, value }) => [
    `\`${name}\``,
    what,
    required ? 'required' : (value ?? 'none'),
  ]);
  return [
    `### ${title}`,
    cell(purpose),
    `\`\`\`sh\nopsbook plan ${id}${needed.join('')}\nopsbook run  ${id} …\n\`\`\``,
    ...(rows.length > 0 ? [table(['Parameter', 'What it says', 'Default'], rows)] : []),
    permissionsText(id, permissions, 'actions'),
  ].join('\n\n');
}

function reading(): string {
  return [
    '## How to read a result',
    table(
      ['Exit code', 'Means'],
      [
        ['0', 'every check passed'],
        ['1', 'something fails, at or above `--fail-on` (default `low`)'],
        ['2', 'the command line or the configuration is wrong; one line says where'],
        ['3', 'nothing fails, but something could not be determined: find out before you trust the rest'],
        ['4', 'an execution failed or was undone'],
        ['5', 'refused: an approval is missing, somebody else holds the lock, or the runbook says no as things stand'],
      ],
    ),
    '`pass` and `fail` stand on evidence. What could not be read is `unknown`, with the error code of AWS and the IAM action ' +
      'that is missing; it is never a pass. `opsbook doctor` says beforehand what can be read.',
  ].join('\n\n');
}

function checklistText(checklist: ChecklistDescription): string {
  const { id, title, purpose, cadence, parameters, checks, sections, permissions } = checklist;
  const command = `opsbook run ${id}${parameters.map(({ name }) => ` [--set ${name}=…]`).join('')}`;
  const when = cadence ? `${cadence.words} (cron \`${cadence.cron}\`)` : 'when it is needed';
  const thresholds = checks.flatMap((check) => check.thresholds.map((one) => thresholdRow(check.id, one)));
  const parts = [
    `### ${title}`,
    cell(purpose),
    `**When:** ${when}`,
    `\`\`\`sh\n${command}\n\`\`\``,
    ...(parameters.length > 0
      ? [
          table(
            ['Parameter', 'What it says'],
            parameters.map(({ name, what }) => [`\`${name}\``, what]),
          ),
        ]
      : []),
    table(
      ['Check', 'What must be true', 'Severity', 'Why'],
      checks.map((check) => [`[\`${check.id}\`](#${check.id})`, check.title, check.severity, check.why]),
    ),
    ...(sections.length > 0 ? [`**Also shows:** ${sections.map((section) => section.title).join(', ')}.`] : []),
    ...(thresholds.length > 0
      ? ['**Thresholds**, changed under `checks` in `opsbook.yaml`:', thresholdTable(thresholds)]
      : []),
    permissionsText(id, permissions),
  ];
  return parts.join('\n\n');
}

/** The column of descriptions only where there are any. */
function thresholdTable(rows: readonly (readonly string[])[]): string {
  const described = rows.some(([, , , description]) => description !== '');
  const header = ['Check', 'Setting', 'Default', 'What it is'];
  return described
    ? table(header, rows)
    : table(
        header.slice(0, 3),
        rows.map((row) => row.slice(0, 3)),
      );
}

function thresholdRow(check: string, threshold: Threshold): string[] {
  return [`\`${check}\``, `\`${threshold.name}\``, thresholdText(threshold), threshold.description];
}

function permissionsText(id: string, permissions: readonly string[], what = 'read actions'): string {
  if (permissions.length === 0) return '**Permissions:** none.';
  const actions = permissions.map((action) => `\`${action}\``).join(', ');
  return (
    `<details><summary>Permissions: ${permissions.length} ${what}</summary>\n\n${actions}\n\n` +
    `\`opsbook permissions ${id}\` prints the policy.\n\n</details>`
  );
}

function checkText({ id, title, severity, why, remediation, thresholds, checklists }: CheckDescription): string {
  const limits = thresholds.map((one) => `\`${one.name}\` ${thresholdText(one)}`).join(', ');
  return [
    `### ${id}`,
    `${cell(title)} (${severity}). ${cell(why)}`,
    `**Do:** ${cell(remediation)}`,
    `Part of ${checklists.map((one) => `\`${one}\``).join(', ')}.${limits ? ` Thresholds: ${limits}.` : ''}`,
  ].join('\n\n');
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), `| ${header.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Our own prose, on one line; a bar would end the cell, and what looks like HTML would vanish. */
function cell(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', String.raw`\|`)
    .replaceAll(/<(?=[a-z/!])/gi, '&lt;');
}

/** As GitHub makes it of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}
