import { z } from 'zod';
import { describe, describeCatalog } from '../describe.ts';
import { policyFor } from '../iam-policy.ts';
import { defineTool, EFFECTS } from './tool.ts';

const id = z.string().min(1).max(200);

export const catalog = defineTool({
  name: 'catalog',
  title: 'What there is',
  description: 'Lists checklists, checks and runbooks: id, title, and when a checklist is run.',
  input: { kind: z.enum(['checklist', 'check', 'runbook']).optional().describe('Only these.') },
  effect: EFFECTS.nothing,
  async run({ kind }) {
    const entries = describeCatalog().filter((entry) => kind === undefined || entry.kind === kind);
    return {
      entries: entries.map((entry) => ({
        id: entry.id,
        kind: entry.kind,
        title: entry.title,
        ...(entry.kind === 'checklist' && { cadence: entry.cadence?.words ?? null }),
      })),
    };
  },
});

export const explain = defineTool({
  name: 'explain',
  title: 'What one of them does',
  description:
    'Says of a checklist, check, section or runbook what it is for, which parameters it takes, and what it may call. Asks AWS nothing.',
  input: { id: id.describe('As catalog lists it, e.g. deployment/blue-green.') },
  effect: EFFECTS.nothing,
  run: async (input) => describe(input.id),
});

export const permissions = defineTool({
  name: 'permissions',
  title: 'Which IAM actions they need',
  description: 'The least-privilege IAM policy for checklists, checks and runbooks. Asks AWS nothing.',
  input: { ids: z.array(id).min(1).max(50) },
  effect: EFFECTS.nothing,
  run: async ({ ids }) => policyFor(ids.flatMap((one) => [...describe(one).permissions])),
});
