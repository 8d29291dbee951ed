import { CHECKLISTS } from '../../src/checklists/registry.ts';
import { type Addition, camel, Refusal, sentence } from './addition.ts';

/** When the checklists of a folder are run, where nobody says otherwise; null for what is run when it is needed. */
const CADENCES: Readonly<Record<string, { readonly cron: string; readonly words: string } | null>> = {
  daily: { cron: '0 8 * * *', words: 'every day at 08:00' },
  weekly: { cron: '0 9 * * 1', words: 'every Monday at 09:00' },
  monthly: { cron: '0 9 * * 1#1', words: 'the first Monday of the month at 09:00' },
  incident: null,
  deployment: null,
};

export function newChecklist(id: string): Addition {
  const [folder = '', words = ''] = id.split('/');
  const cadence = CADENCES[folder];
  if (cadence === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(words) || id !== `${folder}/${words}`) {
    throw new Refusal(`${id} is not <folder>/<name>; folders: ${Object.keys(CADENCES).join(', ')}.`);
  }
  if (CHECKLISTS.some((checklist) => checklist.id === id)) throw new Refusal(`${id} is there already.`);
  const path = `src/checklists/${id}`;
  const name = camel(words);
  return {
    files: { [`${path}.ts`]: checklistText(id, name, cadence), [`${path}.test.ts`]: testText(id, name) },
    registry: 'src/checklists/registry.ts',
    definition: { name, fallback: camel(`${folder}-${words}`), from: `./${id}.ts` },
    nextSteps: [
      `Write its purpose in ${path}.ts, and name its checks and sections there.`,
      `npx vitest run --project unit ${path}`,
      `opsbook run ${id} --sandbox`,
      'npm run docs, then npm run verify.',
    ],
  };
}

function checklistText(id: string, name: string, cadence: { cron: string; words: string } | null): string {
  const when = cadence ? `\n  cadence: { cron: '${cadence.cron}', words: '${cadence.words}' },` : '';
  return `import { defineChecklist } from '../define.ts';

export const ${name} = defineChecklist({
  id: '${id}',
  title: '${sentence(id.replace(/^.*\//, ''))}',
  purpose: 'Say here what it is for and when to run it.',${when}
  checks: [],
  sections: [],
});
`;
}

function testText(id: string, name: string): string {
  const file = id.replace(/^.*\//, '');
  return `import { expect, test } from 'vitest';
import { runOn } from '../../../test/answers.ts';
import { ${name} } from './${file}.ts';

test('what AWS does not answer is unknown in its result, and never a pass', async () => {
  const { checklist, findings } = await runOn(${name}, {});
  const asking = new Set(${name}.checks.filter(({ calls }) => calls.length > 0).map((check) => check.id));
  expect(checklist).toBe('${id}');
  expect(findings.filter(({ check, status }) => asking.has(check) && status !== 'unknown')).toEqual([]);
});
`;
}
