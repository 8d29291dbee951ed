import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Databases, startDatabases } from '../integration/store/databases.ts';
import { type EscalationLane, openEscalationLane } from './escalation-lane.ts';
import { startOutside } from './escalation-outside.ts';
import { problemsOf } from './escalation-problems.ts';
import { type EscalationScenario, SCENARIOS } from './escalation-scenarios.ts';
import { type Place, tell } from './escalation-story.ts';
import { bundleWorker } from './lane.ts';

/** Stories are mostly waiting. */
const LANES = 5;
/** Every n-th point only. 1 by hand, for all of them. */
const EVERY = Number(process.env['CRASH_EVERY'] ?? '1');

let databases: Databases;
let worker = '';
let lanes: EscalationLane[] = [];
let passed = 0;
const outcomes = { killed: 0, 'not come by': 0 };

beforeAll(async () => {
  databases = await startDatabases();
  worker = await bundleWorker('escalation-worker');
  const url = await databases.fresh();
  lanes = await Promise.all(
    Array.from({ length: LANES }, (_, lane) => openEscalationLane(url, `lane_${lane}`, worker)),
  );
});

afterAll(async () => {
  const counts = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
  console.log(
    `escalation: ${passed} points in ${SCENARIOS.length} scenarios, every ${EVERY}. tried: ${counts.join(', ')}`,
  );
  await Promise.all(lanes.map(({ db }) => db.destroy()));
  await databases.stop();
  await rm(worker, { recursive: true, force: true });
});

describe.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
  test('kill -9 at any point, and everybody who is to be paged is, once; after the acknowledgement, nobody', async () => {
    const places = await Promise.all(lanes.map(async (lane) => ({ lane, outside: await startOutside() })));
    // Of two workers, the one that may be killed can be the one that finds the incident open already: it has little to do.
    expect(await sweep(scenario, places)).toBeGreaterThan(4);
    await Promise.all(places.map(({ outside }) => outside.slack.close()));
  });
});

/** At how many points it was killed. */
async function sweep(scenario: EscalationScenario, places: readonly Place[]): Promise<number> {
  const [first] = places;
  if (!first) throw new Error('no lane');
  const undisturbed = await tell(first, scenario, null);
  const { where } = undisturbed;
  expect({ where, problems: problemsOf(undisturbed, scenario, undefined) }).toEqual({ where, problems: [] });
  passed += undisturbed.points.length;
  const left = undisturbed.points.filter((_, index) => index % EVERY === 0);
  const complaints: string[] = [];
  await Promise.all(
    places.map(async (place) => {
      for (let point = left.shift(); point !== undefined; point = left.shift()) {
        const story = await tell(place, scenario, point);
        outcomes[story.killed ? 'killed' : 'not come by'] += 1;
        for (const problem of problemsOf(story, scenario, undisturbed)) complaints.push(`${story.where}: ${problem}`);
      }
    }),
  );
  expect(complaints).toEqual([]);
  return undisturbed.points.length;
}
