import { changingHandles } from '../../src/aws/changing.ts';
import { type Call, operationName } from '../../src/aws/service.ts';
import type { Transport } from '../../src/aws/transport.ts';
import type { ProgressEvent } from '../../src/engine/execute/ports.ts';
import { runPlan } from '../../src/engine/execute/run-plan.ts';
import { createMemory, type Memory, type MemoryOptions, memoryPorts } from '../../src/engine/memory/ports.ts';
import type { Outcome } from '../../src/model/execution.ts';
import type { Condition, Plan } from '../../src/model/plan.ts';
import { PLAN_SCHEMA } from '../../src/model/plan.ts';
import { hashOfPlan } from '../../src/model/plan-hash.ts';
import { createBuilder } from '../../src/runbooks/builder.ts';
import type { PlanBuilder } from '../../src/runbooks/define.ts';
import { ACCOUNT, type Answers, answering, NOW, REGION } from '../answers.ts';

/** A plan put together by hand. */
export function planOf(build: (plan: PlanBuilder) => void): Plan {
  const { builder, gathered } = createBuilder();
  build(builder);
  const { facts, warnings, locks, steps, conduct } = gathered();
  const plan = {
    schema: PLAN_SCHEMA,
    runbook: 'test/test',
    title: 'Test',
    parameters: {},
    target: { account: ACCOUNT, region: REGION },
    basis: facts,
    warnings,
    locks,
    steps,
    conduct,
    permissions: [],
  } as const;
  return { ...plan, hash: hashOfPlan(plan) };
}

export interface Scene {
  readonly asked: readonly Call[];
  /** The operations that change something, in order. */
  changes(): string[];
  readonly memory: Memory;
  readonly events: ProgressEvent[];
  clock: Date;
  execute(plan: Plan, options?: Partial<MemoryOptions>): Promise<Outcome>;
}

/** Executes on canned answers, on a clock that moves when somebody waits. */
export function sceneOf(answers: Answers, wrap: (transport: Transport) => Transport = (own) => own): Scene {
  const transport = answering(answers);
  const memory = createMemory();
  const events: ProgressEvent[] = [];
  const wrapped = wrap(transport);
  const scene: Scene = {
    asked: transport.asked,
    changes: () => transport.asked.map(operationName).filter((name) => !/:(Describe|List|Get)/.test(name)),
    memory,
    events,
    clock: NOW,
    execute(plan, options = {}) {
      const move = (ms: number) => {
        scene.clock = new Date(scene.clock.getTime() + ms);
      };
      const timing = {
        now: () => scene.clock.getTime(),
        sleep: (ms: number) => Promise.resolve(move(ms)),
        random: () => 0.5,
      };
      const account = { id: ACCOUNT, partition: 'aws', transport: wrapped };
      const handles = changingHandles(account, timing);
      const ports = memoryPorts({
        memory,
        clock: { now: () => scene.clock, advance: move },
        executionId: 'ex-1',
        aws: (region = REGION) => handles(region),
        progress: (event) => void events.push(event),
        ...options,
      });
      return runPlan(plan, ports);
    },
  };
  return scene;
}

/** A condition over one read. */
export function condition(service: string, operation: string, own: Partial<Condition>): Condition {
  return {
    says: 'it holds',
    reads: [{ as: 'a', call: { service, operation, input: {} }, absent: [] }],
    met: 'a',
    failed: [],
    unsure: [],
    observed: "'seen'",
    ...own,
  };
}
