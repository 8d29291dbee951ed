import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createExecution } from '../../src/aws/execution.ts';
import { heldCredentials } from '../../src/aws/sdk/credentials.ts';
import { createSdkTransport } from '../../src/aws/sdk/transport.ts';
import { realTiming } from '../../src/main/clock.ts';
import { makePlan } from '../../src/runbooks/make-plan.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../src/sandbox/create.ts';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';
import { SCENARIOS } from '../sweep/scenarios.ts';

const calls = z.object({ calls: z.array(z.object({ service: z.string(), operation: z.string() })) });
const servers: SandboxServer[] = [];

afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

describe('EN06: a plan makes no call that changes anything, as seen at the wire', () => {
  test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    const world = createSandbox();
    scenario.prepare?.(world);
    const server = await serveSandbox({ world });
    servers.push(server);
    const identity = { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' };
    const transport = createSdkTransport({
      credentials: heldCredentials(() => Promise.resolve(identity), Date.now),
      endpointUrl: server.url,
    });
    const account = { id: SANDBOX_ACCOUNT, partition: 'aws', transport };
    const aws = createExecution(realTiming).open(account, SANDBOX_REGION);
    const plan = await makePlan(scenario.runbook, scenario.parameters, {
      aws,
      settings: scenario.settings ?? { environments: [] },
      now: world.clock.now(),
      called: () => [],
    });
    expect(plan.steps.length).toBeGreaterThan(0);
    const answer = await fetch(`${server.url}/_sandbox/calls`);
    const seen = calls.parse(await answer.json()).calls.map(({ service, operation }) => `${service}:${operation}`);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((name) => !/:(Describe|List|Get)/.test(name))).toEqual([]);
  });
});
