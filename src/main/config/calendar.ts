import { z } from 'zod';
import { CHECKLISTS } from '../../checklists/registry.ts';
import { cadenceProblem } from '../../model/cadence.ts';

const cron = z.string().superRefine((text, context) => {
  const problem = cadenceProblem(text);
  if (problem === undefined) return;
  const message = `a cadence of five fields, e.g. 0 9 * * 1#1 for the first Monday at 09:00 (${problem})`;
  context.addIssue({ code: 'custom', message });
});

const entry = z.strictObject({
  cron: cron.optional().describe('In the business time zone; its own cadence by default.'),
  enabled: z.boolean().default(true),
  targets: z.array(z.string().min(1)).default([]).describe('Names of targets, or account/region; all by default.'),
  parameters: z.record(z.string(), z.string()).default({}).describe('What --set says to it.'),
});

/** When each checklist is run by `opsbook up`. */
export const calendar = z
  .strictObject(Object.fromEntries(CHECKLISTS.map(({ id, cadence }) => [id, describedBy(cadence?.words)])))
  .default({})
  .describe('Checklists at other times than their own, or switched off.');

function describedBy(words: string | undefined) {
  return entry.optional().describe(words === undefined ? 'Run when it is needed.' : `Usually ${words}.`);
}
