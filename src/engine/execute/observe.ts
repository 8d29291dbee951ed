import { AwsFault } from '../../aws/fault.ts';
import { operationName, type Service } from '../../aws/service.ts';
import { holds, textOf } from '../../model/expression.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Condition, NamedRead } from '../../model/plan.ts';
import { plainJson } from '../../model/plan-hash.ts';
import { type Known, resolveInput } from '../../model/reference.ts';
import type { Ports } from './ports.ts';
import { serviceOf } from './service-of.ts';

/** What a condition looks like at one moment. `unread` is neither: AWS did not tell. */
export interface Observation {
  readonly [key: string]: Json;
  readonly state: 'met' | 'pending' | 'failed' | 'unsure' | 'unread';
  readonly text: string;
  /** Of `unread`: whether asking again may help. */
  readonly passing: boolean;
}

/** Reads what a condition asks for, and judges it. A fault is an observation, not an error. */
export async function observe(condition: Condition, known: Known, ports: Ports): Promise<Observation> {
  const answers: Record<string, Json> = {};
  try {
    for (const read of condition.reads) answers[read.as] = await answerTo(read, { ...known, reads: answers }, ports);
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    return { state: 'unread', text: error.message, passing: mayPass(error) };
  }
  return judge(condition, answers);
}

/** Whether it is a matter of time: what was denied, or is not there, stays so. */
export function mayPass({ facts }: AwsFault): boolean {
  return ['throttled', 'server-error', 'unreachable', 'deadline'].includes(facts.kind);
}

function judge(condition: Condition, answers: JsonObject): Observation {
  const failed = condition.failed.find(({ when }) => holds(when, answers));
  if (failed) return { state: 'failed', text: textOf(failed.because, answers), passing: false };
  const unsure = condition.unsure.find(({ when }) => holds(when, answers));
  if (unsure) return { state: 'unsure', text: textOf(unsure.because, answers), passing: true };
  const state = holds(condition.met, answers) ? 'met' : 'pending';
  return { state, text: textOf(condition.observed, answers), passing: true };
}

async function answerTo(read: NamedRead, known: Known, ports: Ports): Promise<Json> {
  const { service, operation, input, region } = read.call;
  if (read.when !== undefined && !holds(read.when, known.reads ?? {})) return null;
  const name: Service = serviceOf(service);
  try {
    return plainJson(await ports.aws(region).ask(name, operation, resolveInput(input, known)));
  } catch (error) {
    if (error instanceof AwsFault && read.absent.includes(error.facts.awsCode)) return null;
    throw error instanceof AwsFault
      ? error
      : new Error(`${operationName({ service: name, operation })} could not be read`, { cause: error });
  }
}
