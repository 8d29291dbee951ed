import { createExecution } from '../src/aws/execution.ts';
import type { Call, OperationName } from '../src/aws/service.ts';
import { operationName } from '../src/aws/service.ts';
import type { Transport } from '../src/aws/transport.ts';
import type { Check } from '../src/checks/define.ts';
import { type RunOptions, runChecklist } from '../src/checklists/run.ts';
import type { Checklist } from '../src/checklists/define.ts';
import { UsageError } from '../src/model/errors.ts';
import type { Outside } from '../src/model/outside.ts';
import type { ChecklistResult } from '../src/model/result.ts';
import type { Finding } from '../src/model/finding.ts';

/** What AWS answers to an operation: always the same, by input, or an error with AWS's code. */
export type Answer = object | ((input: never, call: Call) => object);
export type Answers = Partial<Record<OperationName, Answer>>;

export const NOW = new Date('2026-11-23T08:00:00.000Z');
export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

export function awsError(code: string, message = code, status = 400): Error {
  return Object.assign(new Error(message), { name: code, $metadata: { httpStatusCode: status, requestId: 'req-1' } });
}

/** A transport that gives canned answers and remembers what it was asked; an operation without an answer is an error. */
export function answering(answers: Answers): Transport & { readonly asked: Call[] } {
  const asked: Call[] = [];
  return {
    asked,
    async send(call, onRequest) {
      onRequest();
      asked.push(call);
      const answer = answers[operationName(call)];
      if (answer === undefined) throw awsError('NotImplemented', `no answer for ${operationName(call)}`, 501);
      const given: unknown =
        typeof answer === 'function' ? Reflect.apply(answer, undefined, [call.input, call]) : answer;
      if (given instanceof Error) throw given;
      return given;
    },
  };
}

/** A clock that stands still while nobody sleeps, and jumps when somebody does. */
export function testTiming() {
  let at = 0;
  return {
    now: () => at,
    async sleep(ms: number) {
      await Promise.resolve();
      at += ms;
    },
    random: () => 0.5,
  };
}

export const NOTHING_OUTSIDE: Outside = {
  terraform: {
    layers: [],
    readState: () => Promise.reject(new Error('no layer')),
    readDrift: () => Promise.reject(new Error('no layer')),
  },
  windows: [],
  blackouts: [],
  drills: () => Promise.resolve([]),
  openIncidents: () => Promise.resolve(undefined),
  readResult: (file) => Promise.reject(new UsageError(`cannot read the result file ${file}`)),
};

/** A run as nobody has configured it: what a test does not speak of. */
export const NOTHING_CHOSEN = {
  environments: [],
  outside: NOTHING_OUTSIDE,
  overrides: {},
  parameters: {},
  runbooks: new Set<string>(),
  parallel: 1,
  progress: () => undefined,
} satisfies Partial<RunOptions>;

export interface JudgeOptions extends Partial<
  Pick<RunOptions, 'now' | 'environments' | 'outside' | 'overrides' | 'parameters' | 'onRead'>
> {
  readonly region?: string;
}

/** Runs a whole checklist on canned answers. */
export function runOn(
  checklist: Checklist,
  answers: Answers | Transport,
  options: JudgeOptions = {},
): Promise<ChecklistResult> {
  const transport = 'send' in answers && typeof answers.send === 'function' ? answers : answering(answers as Answers);
  const region = options.region ?? REGION;
  return runChecklist(checklist, {
    targets: [
      {
        report: { account: ACCOUNT, region },
        account: { id: ACCOUNT, partition: 'aws', transport: transport as Transport },
        first: true,
      },
    ],
    execution: createExecution(testTiming()),
    id: 'test',
    now: NOW,
    clock: () => NOW,
    ...NOTHING_CHOSEN,
    ...options,
  });
}

/** The findings of one check on canned answers, worst first. */
export async function judge(
  check: Check,
  answers: Answers | Transport,
  options: JudgeOptions = {},
): Promise<readonly Finding[]> {
  const checklist: Checklist = { id: check.id, title: check.title, purpose: '', checks: [check], sections: [] };
  return (await runOn(checklist, answers, options)).findings;
}

/** `id: status reason`, which is what most tests want to compare. */
export function lines(findings: readonly Finding[]): string[] {
  return findings.map(({ resource, status, severity, reason }) =>
    status === 'fail' ? `${resource.id}: fail ${severity}: ${reason}` : `${resource.id}: ${status}: ${reason}`,
  );
}
