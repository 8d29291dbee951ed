import { createExecution } from '../../aws/execution.ts';
import type { OperationName } from '../../aws/service.ts';
import type { ProgressEvent } from '../../engine/execute/ports.ts';
import { runPlan, undoPlan } from '../../engine/execute/run-plan.ts';
import { createMemory } from '../../engine/memory/ports.ts';
import type { Outcome } from '../../model/execution.ts';
import { changesOf, type Plan } from '../../model/plan.ts';
import type { Ending, RehearsedRequests } from '../../model/rehearsal.ts';
import { adoptWorld, type Adoption } from '../../sandbox/adopt/adopt.ts';
import { type Inventory, inventoryOf, type Leftover, leftovers } from '../../sandbox/adopt/inventory.ts';
import { setBehaviour, type VersionBehaviour } from '../../sandbox/world/versions.ts';
import type { World } from '../../sandbox/world/world.ts';
import { timingOf } from '../plan.ts';
import { requestsBetween } from './requests.ts';
import { stagePorts } from './stage-ports.ts';
import { type Now, stageTransport } from './stage-transport.ts';
import { planWith, type Trouble } from './trouble.ts';

export interface Script {
  readonly plan: Plan;
  readonly adoption: Adoption;
  readonly partition: string;
  /** By ARN of the task definition. */
  readonly versions: ReadonlyMap<string, Partial<VersionBehaviour>>;
}

export interface Turn {
  readonly trouble?: Trouble;
  readonly losesAnswers?: boolean;
  /** Whether a person takes everything back when all is done. */
  readonly takenBack?: boolean;
}

/** What one execution came to. */
export interface Performance {
  readonly outcome: Outcome;
  readonly events: readonly ProgressEvent[];
  readonly began: Date;
  readonly ended: Date;
  readonly called: ReadonlySet<OperationName>;
  readonly replayed: ReadonlySet<string>;
  readonly requests: readonly RehearsedRequests[];
  /** What there is at the end, and what of it is otherwise than at the beginning. */
  readonly inventory: Inventory;
  readonly left: readonly Leftover[];
  /** Whether a person was asked on the way. */
  readonly asked: readonly string[];
}

/** What still drains, stops or is being deleted is waited for before it is looked what is left. */
const SETTLES_MS = 30 * 60_000;

/** Executes the plan once, in a world of its own. */
export async function runOnce(script: Script, turn: Turn = {}): Promise<Performance> {
  const { adoption } = script;
  const { world } = adoptWorld(adoption);
  for (const [arn, behaviour] of script.versions) {
    for (const region of world.regions()) setBehaviour(region, arn, behaviour);
  }
  const before = inventoryOf(world);
  const now: Now = { key: null, direction: 'do' };
  const [called, replayed] = [new Set<OperationName>(), new Set<string>()];
  const events: ProgressEvent[] = [];
  const asked: string[] = [];
  const began = world.clock.now();
  const { trouble, losesAnswers = false } = turn;
  const calls = { now, called, replayed, trouble, losesAnswers };
  const transport = stageTransport(world, adoption.accountId, adoption.recordings, calls);
  const outcome = await perform(script, turn, { world, now, events, asked, transport });
  const ended = world.clock.now();
  const requests = requestsBetween(world, adoption.accountId, [began, ended]);
  world.clock.advance(SETTLES_MS);
  const inventory = inventoryOf(world);
  return {
    outcome,
    events,
    began,
    ended,
    called,
    replayed,
    requests,
    inventory,
    left: leftovers(before, inventory),
    asked,
  };
}

export function endingOf({ outcome, began, ended }: Performance): Ending {
  const { status, reason } = outcome;
  return { status, reason, seconds: Math.round((ended.getTime() - began.getTime()) / 1000) };
}

interface Stage {
  readonly world: World;
  readonly now: Now;
  readonly events: ProgressEvent[];
  readonly asked: string[];
  readonly transport: ReturnType<typeof stageTransport>;
}

async function perform(script: Script, turn: Turn, stage: Stage): Promise<Outcome> {
  const { plan, adoption, partition } = script;
  const { world, transport } = stage;
  const account = { id: adoption.accountId, partition, transport };
  const execution = createExecution(timingOf(world));
  const memory = createMemory();
  const own = planWith(plan, turn.trouble);
  const cast = { ...stage, plan: own, trouble: turn.trouble };
  const aws = (region = plan.target.region) => execution.open(account, region, { mayChange: true });
  const ports = stagePorts({ ...cast, memory, aws });
  try {
    const outcome = await runPlan(own, ports);
    if (turn.takenBack !== true || outcome.status !== 'succeeded' || changesOf(plan).length === 0) return outcome;
    // Another run, with the record of the first and none of its results.
    const again = stagePorts({ ...cast, memory: { ...memory, results: new Map() }, aws });
    return await undoPlan(own, again, 'a person takes it back');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { status: 'failed', reason: `it cannot be rehearsed any further: ${reason}`, residue: [] };
  }
}
