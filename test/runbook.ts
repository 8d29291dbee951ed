import { changingHandles } from '../src/aws/changing.ts';
import { type Aws, createExecution } from '../src/aws/execution.ts';
import { type OperationName, operationName } from '../src/aws/service.ts';
import type { Transport } from '../src/aws/transport.ts';
import type { Ports, ProgressEvent } from '../src/engine/execute/ports.ts';
import { runPlan } from '../src/engine/execute/run-plan.ts';
import { createMemory, type Memory, type MemoryOptions, memoryPorts } from '../src/engine/memory/ports.ts';
import type { Outcome } from '../src/model/execution.ts';
import type { Plan } from '../src/model/plan.ts';
import type { RunbookSettings } from '../src/model/runbook-settings.ts';
import type { Runbook } from '../src/runbooks/define.ts';
import { makePlan } from '../src/runbooks/make-plan.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../src/sandbox/create.ts';
import { inProcessTransport } from '../src/sandbox/in-process.ts';
import type { RegionState } from '../src/sandbox/world/state.ts';
import type { World } from '../src/sandbox/world/world.ts';

/** A sandbox to plan and execute in: its time passes when somebody waits, and what is sent to it is remembered. */
export interface Stage {
  readonly world: World;
  /** What the sandbox's account has in a region, to look at and to change behind Opsbook's back. */
  region(name?: string): RegionState;
  /** To read with, as a plan does. */
  reading(): Aws;
  /** Every request, in order. */
  readonly sent: OperationName[];
  readonly events: ProgressEvent[];
  readonly memory: Memory;
  plan(runbook: Runbook, parameters: Readonly<Record<string, string>>, region?: string): Promise<Plan>;
  /** The same plan again goes on where it was left, as after a crash; another is another execution. */
  execute(plan: Plan, options?: Partial<MemoryOptions>): Promise<Outcome>;
  ports(plan: Plan, options?: Partial<MemoryOptions>): Ports;
}

export interface StageOptions {
  readonly world?: World;
  readonly settings?: RunbookSettings;
  /** Between the caller and the sandbox: to lose answers, to fail. */
  readonly wrap?: (transport: Transport) => Transport;
}

export function createStage({ world = createSandbox(), settings, wrap = (own) => own }: StageOptions = {}): Stage {
  const sent: OperationName[] = [];
  const events: ProgressEvent[] = [];
  const memory = createMemory();
  const inProcess = inProcessTransport(world, SANDBOX_ACCOUNT);
  const transport: Transport = wrap({
    send(call, onRequest) {
      sent.push(operationName(call));
      return inProcess.send(call, onRequest);
    },
  });
  const account = { id: SANDBOX_ACCOUNT, partition: 'aws', transport };
  const timing = {
    now: () => world.clock.now().getTime(),
    sleep: (ms: number) => Promise.resolve(world.clock.advance(ms)),
    random: () => 0.5,
  };

  let current: Plan | undefined;
  let executions = 0;

  function begin(plan: Plan): void {
    if (plan === current) return;
    current = plan;
    executions += 1;
    memory.results.clear();
    memory.records.clear();
  }

  function ports(plan: Plan, options: Partial<MemoryOptions> = {}): Ports {
    const handles = changingHandles(account, timing);
    return memoryPorts({
      memory,
      clock: world.clock,
      aws: (region = plan.target.region) => handles(region),
      progress: (event) => void events.push(event),
      ...options,
    });
  }

  return {
    world,
    reading: () => createExecution(timing).open(account, SANDBOX_REGION),
    region: (name = SANDBOX_REGION) => world.region(SANDBOX_ACCOUNT, name),
    sent,
    events,
    memory,
    async plan(runbook, parameters, region = SANDBOX_REGION) {
      const called = new Set<OperationName>();
      const aws = createExecution(timing).open(account, region, { onRead: (operation) => void called.add(operation) });
      const now = world.clock.now();
      return makePlan(runbook, parameters, {
        aws,
        settings: settings ?? { environments: [] },
        now,
        called: () => called,
      });
    },
    execute(plan, options) {
      begin(plan);
      const executionId = `${String(executions - 1).padStart(8, '0')}-0000-4000-8000-000000000000`;
      return runPlan(plan, ports(plan, { executionId, ...options }));
    },
    ports,
  };
}
