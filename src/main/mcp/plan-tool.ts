import { z } from 'zod';
import { environmentOf } from '../../model/approval-policy.ts';
import { changesOf } from '../../model/plan.ts';
import { renderPlan } from '../../report/plan/terminal.ts';
import { environmentsOf } from '../config/environments.ts';
import { planRunbook, type Planned } from '../plan.ts';
import { PARAMETERS_INPUT, PLACE_INPUT } from './place-input.ts';
import { type Surroundings, wayOf } from './surroundings.ts';
import { defineTool, EFFECTS } from './tool.ts';

/** What is planned, and where. */
export const WISH_INPUT = {
  runbook: z.string().min(1).max(200).describe("A runbook's id, e.g. scaling/service; catalog lists them."),
  parameters: PARAMETERS_INPUT,
  ...PLACE_INPUT,
};

export type Wish = z.infer<z.ZodObject<typeof WISH_INPUT>>;

const PAGE_WIDTH = 100;

export const plan = defineTool({
  name: 'plan',
  title: 'Say what a runbook would do',
  description:
    'Makes the plan of a runbook for one account and region: what it would change, in which order, what is undone, what it risks, and its hash. Only reads from AWS, keeps nothing, and changes nothing.',
  input: WISH_INPUT,
  effect: EFFECTS.asksAws,
  async run(wish, surroundings) {
    const planned = await planFor(wish, surroundings);
    const { plan: made } = planned;
    return {
      hash: made.hash,
      runbook: made.runbook,
      target: made.target,
      environment: environmentNameOf(planned),
      changes: changesOf(made).length,
      page: renderPlan(made, { color: false, width: PAGE_WIDTH }),
      plan: made,
    };
  },
});

/** @throws UsageError, Refused, AwsFault */
export function planFor({ runbook, parameters, targets, regions }: Wish, surroundings: Surroundings): Promise<Planned> {
  return planRunbook({ ...wayOf(surroundings), id: runbook, parameters, names: targets, regions });
}

/** The environment of the configuration that a plan belongs to; null for none. */
export function environmentNameOf({ plan: made, config }: Planned): string | null {
  return environmentOf(made.parameters, environmentsOf(config))?.name ?? null;
}
