import * as z from 'zod';
import type { CallLog } from './call-log.ts';
import { parseDuration } from '../../model/duration.ts';
import type { LiveWorld } from './live-world.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { textOf } from './message.ts';
import { setLag, setTraffic, showLedger } from './set-traffic.ts';
import { setVersion } from './set-version.ts';
import { snapshotOf } from './snapshot.ts';

export const CONTROL_PREFIX = '/_sandbox/';

/** What the sandbox's owner can do to it from outside. All JSON; no part of AWS. */
export interface Control {
  readonly live: LiveWorld;
  readonly log: CallLog;
  readonly ticking: boolean;
}

type Action = (control: Control, body: unknown) => object | string;

const ACTIONS: Readonly<Record<string, Action>> = {
  'GET status': status,
  'GET calls': ({ log }) => ({ calls: log.latest() }),
  'GET snapshot': ({ live }) => snapshotOf(live.current()),
  'POST reset': reset,
  'POST advance': advance,
  'GET fault': ({ live }) => ({ faults: live.current().faults }),
  'POST fault': addFault,
  'DELETE fault': clearFaults,
  'POST version': ({ live }, body) => setVersion(live.current(), body),
  'POST lag': ({ live }, body) => setLag(live.current(), body),
  'POST traffic': ({ live }, body) => setTraffic(live.current(), body),
  'POST ledger': ({ live }, body) => showLedger(live.current(), body),
};

export function answerControl(control: Control, { method, path, body }: WireRequest): WireResponse {
  const action = ACTIONS[`${method} ${path.slice(CONTROL_PREFIX.length)}`];
  if (!action) {
    const known = Object.keys(ACTIONS).map((name) => name.replace(' ', ` ${CONTROL_PREFIX}`));
    return json(404, { error: `no such action: ${method} ${path}`, actions: known });
  }
  try {
    const given: unknown = body.length > 0 ? JSON.parse(textOf(body)) : {};
    return json(200, action(control, given));
  } catch (error) {
    return json(400, { error: problemOf(error) });
  }
}

function status({ live, log, ticking }: Control): object {
  const world = live.current();
  return {
    clock: world.clock.now(),
    ticking,
    seed: world.seed,
    accounts: world.accounts().map(({ id }) => id),
    regions: world.regions().map(({ accountId, name }) => `${accountId}/${name}`),
    faults: world.faults.length,
    calls: log.counts(),
  };
}

function reset(control: Control): object {
  control.live.reset();
  return status(control);
}

const advanceBody = z.strictObject({
  by: z.string().transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== undefined) return ms;
    context.addIssue({ code: 'custom', message: `expected a duration such as 90s, 15m, 1h30m or 30d, got ${text}` });
    return z.NEVER;
  }),
});

function advance({ live }: Control, body: unknown): object {
  const { by } = advanceBody.parse(body);
  const { clock } = live.current();
  clock.advance(by);
  return { clock: clock.now() };
}

const count = z.int().min(0);
const faultBody = z
  .strictObject({
    kind: z.enum(['throttle', 'server-error', 'access-denied', 'expired-token', 'unreachable', 'latency']),
    service: z.string().optional(),
    operation: z.string().optional(),
    account: z.string().optional(),
    region: z.string().optional(),
    ms: count.optional(),
    times: count.optional(),
    skip: count.optional(),
    message: z.string().optional(),
  })
  // zod keeps a member that was given as undefined, the Fault has none such.
  .transform(({ kind, ms, times, skip, message, ...where }) => ({
    kind,
    ...(where.service !== undefined && { service: where.service }),
    ...(where.operation !== undefined && { operation: where.operation }),
    ...(where.account !== undefined && { account: where.account }),
    ...(where.region !== undefined && { region: where.region }),
    ...(ms !== undefined && { ms }),
    ...(times !== undefined && { times }),
    ...(skip !== undefined && { skip }),
    ...(message !== undefined && { message }),
  }));

function addFault({ live }: Control, body: unknown): object {
  const { faults } = live.current();
  faults.push(faultBody.parse(body));
  return { faults };
}

function clearFaults({ live }: Control): object {
  const { faults } = live.current();
  faults.splice(0);
  return { faults };
}

function problemOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}

function json(code: number, body: object | string): WireResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status: code, headers: { 'content-type': 'application/json' }, body: text };
}
