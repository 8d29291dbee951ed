import { afterAll, describe, expect, test } from 'vitest';
import { createSandbox } from '../../src/sandbox/create.ts';
import { essenceOf } from './essence.ts';
import { createKilling, type Killing } from './killing.ts';
import { type Scenario, SCENARIOS } from './scenarios.ts';

let crashed = 0;

function killingOf({ settings, prepare }: Scenario, killAt?: number): Killing {
  const world = createSandbox();
  prepare?.(world);
  return createKilling(killAt, { world, ...(settings && { settings }) });
}

/** Long enough for AWS to finish what it was told. */
const SETTLE_MS = 30 * 60_000;

/** One life story: planned, executed with a death at one point, and what is there in the end. */
async function story(scenario: Scenario, killAt?: number) {
  const killing = killingOf(scenario, killAt);
  const { world } = killing.stage;
  const plan = await killing.stage.plan(scenario.runbook, scenario.parameters);
  const before = essenceOf(world);
  const outcome = await killing.live(plan, scenario.ports?.());
  world.clock.advance(SETTLE_MS);
  return { outcome, before, essence: essenceOf(world), points: killing.points };
}

/** The same, told to undo when it is done, and killed while it undoes. */
async function storyOfUndoing(scenario: Scenario, killAt?: number) {
  const killing = killingOf(scenario, killAt);
  const { world } = killing.stage;
  const plan = await killing.stage.plan(scenario.runbook, scenario.parameters);
  const before = essenceOf(world);
  await killing.stage.execute(plan, scenario.ports?.());
  // A run of its own, as the command line starts it: what the first one kept is not this one's.
  killing.stage.memory.results.clear();
  const outcome = await killing.undo(plan, scenario.ports?.());
  world.clock.advance(SETTLE_MS);
  return { outcome, before, essence: essenceOf(world), points: killing.points };
}

describe.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
  test('killed at any point and started again, it ends as if nothing had happened, nothing made twice', async () => {
    const undisturbed = await story(scenario);
    expect(undisturbed.outcome.status).toBe(scenario.ends ?? 'succeeded');
    await sweep(undisturbed, (point) => story(scenario, point));
  });

  test.skipIf(scenario.lasting === true)('killed at any point of being undone, it is undone all the same', async () => {
    const undisturbed = await storyOfUndoing(scenario);
    expect(undisturbed.outcome.status).toBe('undone');
    expect(undisturbed.essence).toEqual(undisturbed.before);
    await sweep(undisturbed, (point) => storyOfUndoing(scenario, point));
  });
});

/**
 * The numbers of the points at which to die: the first two and the last of each kind, since looking at the same thing for
 * the hundredth time is kept like the second.
 */
function telling(points: readonly string[]): number[] {
  const kinds = new Map<string, number[]>();
  let step = '';
  for (const [index, name] of points.entries()) {
    step = /^begin (.+?): /.exec(name)?.[1] ?? step;
    const kind = `${step} ${name.replaceAll(/\d+/g, '#')}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), index + 1]);
  }
  const chosen = [...kinds.values()].flatMap((numbers) => [...numbers.slice(0, 2), ...numbers.slice(-1)]);
  return [...new Set(chosen)].toSorted((a, b) => a - b);
}

type Story = Awaited<ReturnType<typeof story>>;

async function sweep(undisturbed: Story, live: (point: number) => Promise<Story>): Promise<void> {
  for (const point of telling(undisturbed.points)) {
    const { outcome, essence, points } = await live(point);
    const where = `killed at ${point}/${undisturbed.points.length}: ${points[point - 1] ?? ''}`;
    expect({ where, status: outcome.status }).toEqual({ where, status: undisturbed.outcome.status });
    expect({ where, essence }).toEqual({ where, essence: undisturbed.essence });
    crashed += 1;
  }
}

afterAll(() => {
  console.log(`crash points: ${crashed}`);
});
