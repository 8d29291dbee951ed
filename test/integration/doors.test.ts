import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createExecution } from '../../src/aws/execution.ts';
import { heldCredentials } from '../../src/aws/sdk/credentials.ts';
import { createSdkTransport } from '../../src/aws/sdk/transport.ts';
import type { Transport } from '../../src/aws/transport.ts';
import type { Checklist } from '../../src/checklists/define.ts';
import { CHECKLISTS } from '../../src/checklists/registry.ts';
import { runChecklist } from '../../src/checklists/run.ts';
import type { ChecklistResult } from '../../src/model/result.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION, SANDBOX_START } from '../../src/sandbox/create.ts';
import { inProcessTransport } from '../../src/sandbox/in-process.ts';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';
import type { Fault, World } from '../../src/sandbox/world/world.ts';
import { NOTHING_CHOSEN } from '../answers.ts';
import { askControl } from './wire/control.ts';

let server: SandboxServer;
let wire: Transport;
let world: World;

beforeAll(async () => {
  server = await serveSandbox({ start: SANDBOX_START });
  const identity = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
  const credentials = heldCredentials(() => Promise.resolve(identity), Date.now);
  wire = createSdkTransport({ credentials, endpointUrl: server.url });
});

afterAll(() => server?.close());

/** Behind each door a world as new: reading changes little, but a credential report that was made is there. */
beforeEach(async () => {
  await askControl(server, 'POST', 'reset');
  world = createSandbox({ start: SANDBOX_START });
});

describe('over the wire, through the AWS SDK, and in process, a checklist', () => {
  test.each(CHECKLISTS.map(({ id }) => id))('%s finds the same', async (id) => {
    const there = await run(find(id), wire);
    const here = await run(find(id), inProcessTransport(world, SANDBOX_ACCOUNT));
    expect(judgements(there)).toEqual(judgements(here));
    expect(there.sections).toEqual(here.sections);
    // How many metrics share a request depends on the milliseconds between them; what is asked does not.
    expect(Object.keys(there.aws.byOperation)).toEqual(Object.keys(here.aws.byOperation));
    expect(there.findings.length).toBeGreaterThan(0);
  });

  test.each<{ what: string; fault: Fault }>([
    { what: 'is throttled at first', fault: { kind: 'throttle', times: 2 } },
    { what: 'may nothing at all', fault: { kind: 'access-denied' } },
    { what: 'may nothing in EC2', fault: { kind: 'access-denied', service: 'ec2' } },
    { what: 'meets a broken RDS', fault: { kind: 'server-error', service: 'rds' } },
  ])('finds the same when it $what', async ({ fault }) => {
    await askControl(server, 'POST', 'fault', fault);
    world.faults.push({ ...fault });
    const there = await run(find('daily/health-check'), wire);
    const here = await run(find('daily/health-check'), inProcessTransport(world, SANDBOX_ACCOUNT));
    expect(judgements(there)).toEqual(judgements(here));
  });

  test.each<{ what: string; fault: Fault; kind: string }>([
    {
      what: 'credentials that have expired',
      fault: { kind: 'expired-token', service: 'ec2' },
      kind: 'credentials-expired',
    },
    { what: 'a region that is down', fault: { kind: 'unreachable', service: 'ec2' }, kind: 'unreachable' },
  ])('cannot tell with $what, and says why', async ({ fault, kind }) => {
    await askControl(server, 'POST', 'fault', fault);
    world.faults.push({ ...fault });
    for (const transport of [wire, inProcessTransport(world, SANDBOX_ACCOUNT)]) {
      const { findings } = await run(find('daily/health-check'), transport);
      const vpcs = findings.filter(({ check }) => check === 'ec2-vpc-available');
      expect(vpcs).toMatchObject([{ status: 'unknown', evidence: { kind } }]);
    }
  });
});

test('the calls of a result are the requests that the server counted', async () => {
  const before = await counted();
  const { aws } = await run(find('weekly/security-review'), wire);
  const after = await counted();
  expect(after.total - before.total).toBe(aws.calls);
  const grown = Object.entries(after.byOperation).map(([name, count]) => [
    name,
    count - (before.byOperation[name] ?? 0),
  ]);
  expect(Object.fromEntries(grown.filter(([, count]) => count !== 0))).toEqual(aws.byOperation);
});

test('what the server refuses is counted too, retries and all', async () => {
  await askControl(server, 'POST', 'fault', { kind: 'throttle', times: 3 });
  const before = await counted();
  const { aws } = await run(find('daily/health-check'), wire);
  expect((await counted()).total - before.total).toBe(aws.calls);
  expect([aws.throttles, aws.retries]).toEqual([3, 3]);
});

function find(id: string): Checklist {
  const checklist = CHECKLISTS.find((candidate) => candidate.id === id);
  if (!checklist) throw new Error(`${id} is no checklist`);
  return checklist;
}

function run(checklist: Checklist, transport: Transport): Promise<ChecklistResult> {
  return runChecklist(checklist, {
    targets: [
      {
        report: { account: SANDBOX_ACCOUNT, region: SANDBOX_REGION },
        account: { id: SANDBOX_ACCOUNT, partition: 'aws', transport },
        first: true,
      },
    ],
    execution: createExecution({
      now: () => performance.now(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      random: () => 0.5,
    }),
    id: 'doors',
    now: SANDBOX_START,
    clock: () => SANDBOX_START,
    ...NOTHING_CHOSEN,
  });
}

/** Everything but what each request has of its own. */
function judgements({ findings }: ChecklistResult): readonly object[] {
  return findings.map(({ evidence, ...finding }) => {
    const { requestId: _own, httpStatus: _status, ...rest } = evidence;
    return { ...finding, evidence: rest };
  });
}

async function counted() {
  const { calls } = await askControl<{ calls: { total: number; byOperation: Record<string, number> } }>(
    server,
    'GET',
    'status',
  );
  return calls;
}
