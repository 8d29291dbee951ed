/** One process that runs the health check on a fleet: `fleet-process.ts ACCOUNTS REGIONS` prints what it took as JSON. */
import { createExecution } from '../src/aws/execution.ts';
import { runChecklist, type Target } from '../src/checklists/run.ts';
import { CHECKLISTS } from '../src/checklists/registry.ts';
import { realTiming } from '../src/main/clock.ts';
import { NOTHING_CONFIGURED } from '../src/main/outside.ts';
import { createSandbox } from '../src/sandbox/create.ts';
import { inProcessTransport } from '../src/sandbox/in-process.ts';

const [accounts = 0, regions = 0] = process.argv.slice(2).map(Number);
const REGIONS =
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 ap-south-1 ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-2'
    .split(' ')
    .slice(0, regions);
const checklist = CHECKLISTS.find(({ id }) => id === 'daily/health-check');
if (!checklist) throw new Error('no daily/health-check');

const world = createSandbox({ homes: 'all' });
const execution = createExecution(realTiming);

/** Targets one after the other, as they are asked for: the fleet is never in memory at once. */
function* fleet(): Generator<Target> {
  for (let number = 0; number < accounts; number += 1) {
    const id = String(100_000_000_000 + number);
    const account = {
      id,
      partition: 'aws',
      transport: {
        ...inProcessTransport(world, id),
        // The simulated region goes with its last answer; a real one would not be in this process at all.
        release: (region: string) => world.forget(id, region),
      },
    };
    for (const [index, region] of REGIONS.entries())
      yield { report: { account: id, region }, account, first: index === 0 };
  }
}

const started = performance.now();
const result = await runChecklist(checklist, {
  targets: fleet(),
  execution,
  id: 'fleet',
  now: world.clock.now(),
  clock: () => world.clock.now(),
  environments: [],
  outside: NOTHING_CONFIGURED,
  overrides: {},
  parameters: {},
  runbooks: new Set(),
  parallel: 8,
  progress: () => undefined,
});
process.stdout.write(
  JSON.stringify({
    targets: result.targets.length,
    calls: result.aws.calls,
    findings: result.findings.length,
    seconds: (performance.now() - started) / 1000,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
