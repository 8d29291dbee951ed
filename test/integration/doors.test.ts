import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createExecution } from '../../src/aws/execution.ts';
import { heldCredentials } from '../../src/aws/sdk/credentials.ts';
import { createSdkTransport } from '../../src/aws/sdk/transport.ts';
import type { Transport } from '../../src/aws/transport.ts';
import type { Checklist } from '../../src/checklists/define.ts';
import { CHECKLISTS } from '../../src/checklists/registry.ts';
import { runChecklist } from '../../src/checklists/run.ts';
import type { ChecklistResult } from '../../src/model/result.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../src/sandbox/create.ts';
import { inProcessTransport } from '../../src/sandbox/in-process.ts';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';
import type { Fault, World } from '../../src/sandbox/world/world.ts';
import { NOTHING_OUTSIDE } from '../answers.ts';
import { askControl } from './wire/control.ts';

let world: World;
let server: SandboxServer;
let wire: Transport;

beforeAll(async () => {
  world = createSandbox();
  server = await serveSandbox({ world });
  const credentials = heldCredentials(async () => ({ accessKeyId: 'sandbox', secretAccessKey: 'sandbox' }));
  wire = createSdkTransport({ credentials, endpointUrl: server.url });
});

afterAll(() => server?.close());

describe('over the wire, through the AWS SDK, and in process, a checklist', () => {
  test.each(CHECKLISTS.map(({ id }) => id))('%s finds the same', async (id) => {
    const [there, here] = [await run(find(id), wire), await run(find(id), inProcessTransport(world, SANDBOX_ACCOUNT))];
    expect(judgements(there)).toEqual(judgements(here));
    expect(there.sections).toEqual(here.sections);
    expect(there.aws).toEqual(here.aws);
    expect(there.findings.length).toBeGreaterThan(0);
  });

  test.each<{ fault: Fault; kind: string }>([
    { fault: { kind: 'throttle', times: 2 }, kind: 'a throttled start' },
    { fault: { kind: 'access-denied' }, kind: 'no permission at all' },
    { fault: { kind: 'access-denied', service: 'ec2' }, kind: 'no permission in one service' },
    { fault: { kind: 'expired-token', skip: 3 }, kind: 'credentials that expire on the way' },
  ])('finds the same with $kind', async ({ fault }) => {
    const there = await under(fault, () => run(find('daily/health-check'), wire));
    const here = await under(fault, () => run(find('daily/health-check'), inProcessTransport(world, SANDBOX_ACCOUNT)));
    expect(judgements(there)).toEqual(judgements(here));
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
  const before = await counted();
  const { aws } = await under({ kind: 'throttle', times: 3 }, () => run(find('daily/health-check'), wire));
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
    now: world.clock.now(),
    clock: () => world.clock.now(),
    environments: [],
    outside: NOTHING_OUTSIDE,
    overrides: {},
    parameters: {},
    parallel: 1,
    progress: () => undefined,
  });
}

/** Everything but what each request has of its own. */
function judgements({ findings }: ChecklistResult): readonly object[] {
  return findings.map(({ evidence, ...finding }) => {
    const { requestId: _own, httpStatus: _status, ...rest } = evidence;
    return { ...finding, evidence: rest };
  });
}

async function under<T>(fault: Fault, act: () => Promise<T>): Promise<T> {
  world.faults.push({ ...fault });
  try {
    return await act();
  } finally {
    world.faults.splice(0);
  }
}

async function counted() {
  const { calls } = await askControl<{ calls: { total: number; byOperation: Record<string, number> } }>(
    server,
    'GET',
    'status',
  );
  return calls;
}
