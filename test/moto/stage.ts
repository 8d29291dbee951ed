import { createExecution } from '../../src/aws/execution.ts';
import { heldCredentials } from '../../src/aws/sdk/credentials.ts';
import { createSdkTransport } from '../../src/aws/sdk/transport.ts';
import { type OperationName, operationName } from '../../src/aws/service.ts';
import type { Transport } from '../../src/aws/transport.ts';
import type { ProgressEvent } from '../../src/engine/execute/ports.ts';
import { runPlan } from '../../src/engine/execute/run-plan.ts';
import { createMemory, type Memory, type MemoryOptions, memoryPorts } from '../../src/engine/memory/ports.ts';
import type { Outcome } from '../../src/model/execution.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { RunbookSettings } from '../../src/model/runbook-settings.ts';
import type { Runbook } from '../../src/runbooks/define.ts';
import { makePlan } from '../../src/runbooks/make-plan.ts';

const ACCOUNT = '123456789012';
const REGION = 'us-east-1';

/** moto to plan and execute in, by the AWS SDK over HTTP: time passes on a clock of its own when a plan waits. */
export interface MotoStage {
  readonly sent: OperationName[];
  readonly events: ProgressEvent[];
  readonly memory: Memory;
  plan(runbook: Runbook, parameters: Readonly<Record<string, string>>): Promise<Plan>;
  execute(plan: Plan, options?: Partial<MemoryOptions>): Promise<Outcome>;
}

export interface MotoStageOptions {
  readonly url: string;
  readonly settings?: RunbookSettings;
  /** Between the plan and moto: what stands in for something that moto lacks. */
  readonly wrap?: (transport: Transport) => Transport;
}

export function createMotoStage({ url, settings, wrap = (own) => own }: MotoStageOptions): MotoStage {
  const sent: OperationName[] = [];
  const events: ProgressEvent[] = [];
  const memory = createMemory();
  let at = Date.now();
  const clock = { now: () => new Date(at), advance: (ms: number) => void (at += ms) };
  const timing = { now: () => at, sleep: (ms: number) => Promise.resolve(clock.advance(ms)), random: () => 0.5 };
  const identity = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const sdk = createSdkTransport({
    credentials: heldCredentials(() => Promise.resolve(identity), Date.now),
    endpointUrl: url,
  });
  const wrapped = wrap(sdk);
  const transport: Transport = {
    ...wrapped,
    send(call, onRequest) {
      sent.push(operationName(call));
      return wrapped.send(call, onRequest);
    },
  };
  const account = { id: ACCOUNT, partition: 'aws', transport };
  let executions = 0;

  return {
    sent,
    events,
    memory,
    plan(runbook, parameters) {
      const called = new Set<OperationName>();
      const aws = createExecution(timing).open(account, REGION, { onRead: (operation) => void called.add(operation) });
      return makePlan(runbook, parameters, {
        aws,
        settings: settings ?? { environments: [] },
        now: clock.now(),
        called: () => called,
      });
    },
    execute(plan, options = {}) {
      memory.results.clear();
      memory.records.clear();
      executions += 1;
      const execution = createExecution(timing);
      return runPlan(
        plan,
        memoryPorts({
          memory,
          clock,
          executionId: `${String(executions).padStart(8, '0')}-0000-4000-8000-000000000000`,
          aws: (region = plan.target.region) => execution.open(account, region, { mayChange: true }),
          progress: (event) => void events.push(event),
          ...options,
        }),
      );
    },
  };
}
