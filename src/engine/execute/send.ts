import { createHash } from 'node:crypto';
import type { Aws } from '../../aws/execution.ts';
import { AwsFault } from '../../aws/fault.ts';
import { EXECUTION_TAG, type Lookup, mutationOf, type Repeat } from '../../aws/mutations.ts';
import { operationName, type Service } from '../../aws/service.ts';
import { evaluate } from '../../model/expression.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { plainJson } from '../../model/plan-hash.ts';

export interface Sending {
  readonly service: Service;
  readonly operation: string;
  /** Resolved: no references, instants are Dates. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly executionId: string;
  /** Unique in the execution: with the execution's id, the idempotency token. */
  readonly stepKey: string;
  /** Whether an earlier attempt may have been taken by AWS. */
  readonly repeated: boolean;
  /** Codes that mean that it is so already, beside those of the operation's row. */
  readonly so?: readonly string[];
  /** Looks whether it is so already, where AWS offers no better way to know: asked before each repeat. */
  readonly isSo?: () => Promise<boolean>;
}

export interface Sent {
  readonly answer: Json;
  readonly requestId: string | null;
  /** How it came about, where it was not simply called and answered. */
  readonly how: 'called' | 'adopted' | 'was-so';
  /** What was sent, tags and token included. */
  readonly request: Readonly<Record<string, unknown>>;
}

/** A change that did not come about, or of which nobody knows whether it did. */
export class SendFault extends Error {
  readonly code = 'send';
  readonly fault: AwsFault;
  /** Whether AWS may have taken one of the attempts. */
  readonly uncertain: boolean;

  constructor(fault: AwsFault, uncertain: boolean) {
    super(fault.message, { cause: fault });
    this.fault = fault;
    this.uncertain = uncertain;
  }
}

/** AWS's codes for a name that is taken. */
const TAKEN = /AlreadyExists|^DuplicateTargetGroupName|^PriorityInUse/;
/**
 * AWS is still about another change of the same thing, and has not begun this one.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html#API_RegisterScalableTarget_Errors
 */
const BUSY = /^(Concurrent(Update|Modification)|ResourceContention|ResourceConflict|UpdateInProgress)/;
export const TAKEN_BY_OTHERS = 'Taken';
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 1000;

/**
 * Changes AWS once, however often it is tried: an attempt whose answer is not known is repeated in the way that the
 * operation's row says. What an execution creates carries its tag.
 * @throws SendFault where AWS refuses, or where it cannot be found out whether it took the call
 */
export async function sendOnce(aws: Aws, sending: Sending, pause: (ms: number) => Promise<void>): Promise<Sent> {
  const { repeat } = mutationOf(operationName(sending));
  const request = withTagsAndToken(sending);
  let uncertain = sending.repeated;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (uncertain && (await sending.isSo?.()) === true) {
        return { answer: {}, requestId: null, how: 'was-so', request };
      }
      const made = uncertain ? await findMade(aws, sending, repeat) : undefined;
      if (made) return { answer: made, requestId: null, how: 'adopted', request };
      const { answer, requestId } = await aws.change(sending.service, sending.operation, request);
      return { answer: withoutMetadata(answer), requestId, how: 'called', request };
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      const { awsCode, kind } = error.facts;
      // Of somebody else: nothing was made, so there is nothing to undo.
      if (awsCode === TAKEN_BY_OTHERS) throw new SendFault(error, false);
      if (alreadySo(repeat, sending, awsCode)) {
        return { answer: {}, requestId: null, how: 'was-so', request };
      }
      // Also after a look that found nothing: what AWS has just made does not show everywhere at once.
      const isTaken = repeat.by === 'adoption' && TAKEN.test(awsCode);
      const mayHaveHappened = ['server-error', 'unreachable', 'deadline'].includes(kind);
      const isLater = kind === 'throttled' || BUSY.test(awsCode);
      if (attempt >= ATTEMPTS || !(mayHaveHappened || isTaken || isLater)) {
        throw new SendFault(error, uncertain || mayHaveHappened);
      }
      // Taken by whom? The look before the next attempt tells.
      uncertain ||= mayHaveHappened || isTaken;
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}

/**
 * What an earlier attempt made, where there is a way to know; undefined where it made nothing, or where repeating is
 * harmless anyway.
 * @throws AwsFault with the code `Taken` where the name belongs to somebody else
 */
export async function findMade(aws: Aws, sending: Sending, repeat: Repeat): Promise<Json | undefined> {
  if (repeat.by !== 'adoption') return undefined;
  const lookup = repeat.find(plainObject(sending.input));
  const answer = await look(aws, sending.service, lookup);
  const made = answer === undefined ? null : evaluate(lookup.answer, answer);
  if (made === null || made === false) return undefined;
  if (lookup.owner === '' || (await ownerOf(aws, sending.service, lookup, made)) === sending.executionId) return made;
  throw new AwsFault(
    `${operationName(sending)}: what it would create is there already, and this execution did not make it (it has no tag ${EXECUTION_TAG}=${sending.executionId}).`,
    { kind: 'rejected', operation: operationName(sending), region: aws.region, awsCode: TAKEN_BY_OTHERS },
  );
}

function alreadySo(repeat: Repeat, { so = [] }: Sending, code: string): boolean {
  return so.includes(code) || (repeat.by === 'nature' && (repeat.so ?? []).includes(code));
}

async function look(aws: Aws, service: Service, lookup: Lookup): Promise<Json | undefined> {
  try {
    return withoutMetadata(await aws.ask(service, lookup.operation, lookup.input));
  } catch (error) {
    if (error instanceof AwsFault && lookup.absent.includes(error.facts.awsCode)) return undefined;
    throw error;
  }
}

async function ownerOf(aws: Aws, service: Service, { owner }: Lookup, made: Json): Promise<Json> {
  if (typeof owner === 'string') return evaluate(owner, made);
  const input = evaluate(owner.input, made);
  const tags = await aws.ask(service, owner.operation, isJsonObject(input) ? input : {});
  return evaluate(owner.owner, withoutMetadata(tags));
}

function withTagsAndToken({ service, operation, input, executionId, stepKey }: Sending): Record<string, unknown> {
  const { repeat, tags } = mutationOf(operationName({ service, operation }));
  const request: Record<string, unknown> = { ...input };
  if (repeat.by === 'token') request[repeat.field] = tokenOf(executionId, stepKey);
  if (tags) {
    const [key, value] = tags.spelling === 'Key' ? ['Key', 'Value'] : ['key', 'value'];
    const given = Array.isArray(request[tags.field]) ? request[tags.field] : [];
    request[tags.field] = [...listOf(given), { [key]: EXECUTION_TAG, [value]: executionId }];
  }
  return request;
}

/**
 * At most 36 characters, as ECS takes them, and another for every step of every execution: two steps with one token were
 * one call to AWS.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 */
function tokenOf(executionId: string, stepKey: string): string {
  return createHash('sha256').update(`${executionId} ${stepKey}`).digest('hex').slice(0, 36);
}

function withoutMetadata(answer: unknown): Json {
  const plain = plainJson(answer);
  if (!isJsonObject(plain)) return plain;
  const { $metadata: _metadata, ...rest } = plain;
  return rest;
}

function plainObject(value: unknown): JsonObject {
  const plain = plainJson(value);
  return isJsonObject(plain) ? plain : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
