import { expect, test } from 'vitest';
import { z } from 'zod';
import { printed } from '../../test/printed.ts';
import { CHECKLISTS, CHECKS, RUNBOOKS } from '../main/catalog.ts';
import { catalogCommand } from './catalog.ts';

const catalog = z.object({
  schema: z.literal('opsbook/catalog@1'),
  entries: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kind: z.enum(['checklist', 'runbook', 'check']),
      cadence: z.string().nullable(),
      cron: z.string().nullable(),
    }),
  ),
});

test('lists every checklist and check, with when it is run', async () => {
  const out = printed();
  expect(await catalogCommand({ output: 'json' }, out)).toBe(0);
  const { entries } = catalog.parse(JSON.parse(out.text()));
  expect(entries.map(({ id }) => id)).toEqual([...CHECKLISTS, ...RUNBOOKS, ...CHECKS].map(({ id }) => id));
  expect(entries).toContainEqual(
    expect.objectContaining({
      id: 'daily/health-check',
      kind: 'checklist',
      cadence: 'every day at 08:00',
      cron: '0 8 * * *',
    }),
  );
});

test('fits a narrow terminal, and cuts no id that someone would copy', async () => {
  const out = printed(80);
  await catalogCommand({ output: 'table' }, out);
  for (const line of out.text().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  for (const { id } of [...CHECKLISTS, ...RUNBOOKS, ...CHECKS]) expect(out.text()).toContain(`  ${id} `);
});
