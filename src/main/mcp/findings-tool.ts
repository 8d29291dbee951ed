import { z } from 'zod';
import { isAtLeast, SEVERITIES } from '../../model/severity.ts';
import { findingsPage } from '../findings.ts';
import { requireDatabase } from './existing-database.ts';
import { defineTool, EFFECTS } from './tool.ts';

const instant = z.iso.datetime({ offset: true });

export const findings = defineTool({
  name: 'findings',
  title: 'What earlier runs found',
  description:
    'Findings of stored runs, the worst first: since when each is so, and what somebody lets rest until when. Takes no look at AWS: health does.',
  input: {
    statuses: z
      .array(z.enum(['fail', 'unknown', 'pass']))
      .min(1)
      .max(3)
      .default(['fail', 'unknown']),
    severity: z.enum(SEVERITIES).default('informational').describe('This severe or worse.'),
    check: z.string().min(1).max(200).optional().describe('Of this check only.'),
    failingSince: instant.optional().describe('Only what began to fail since then.'),
    fixedSince: instant.optional().describe('Instead: what was fixed since then, or whose resource is gone.'),
    limit: z.int().min(1).max(200).default(50),
  },
  effect: EFFECTS.nothing,
  async run({ statuses, severity, check, failingSince, fixedSince, limit }, { environment }) {
    requireDatabase({ environment });
    const text = await findingsPage(environment, {
      statuses,
      severities: SEVERITIES.filter((one) => isAtLeast(one, severity)),
      check,
      failingSince: dateOf(failingSince),
      fixedSince: dateOf(fixedSince),
      limit,
      json: true,
      width: 0,
    });
    return parsed(text);
  },
});

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}
