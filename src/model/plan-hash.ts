import { createHash } from 'node:crypto';
import type { Json } from './json.ts';
import type { Plan } from './plan.ts';

/** `sha256:…` of a plan but for its own hash; the same for equal plans, whatever the order their keys were written in. */
export function hashOfPlan(plan: Omit<Plan, 'hash'>): string {
  const { hash: _own, ...rest }: Omit<Plan, 'hash'> & { hash?: string } = plan;
  return `sha256:${createHash('sha256')
    .update(canonical(plainJson(rest)))
    .digest('hex')}`;
}

/** @throws RangeError where the plan is not the one that its hash is of: it was edited, or cut */
export function requireHash(plan: Plan): Plan {
  if (hashOfPlan(plan) === plan.hash) return plan;
  throw new RangeError(`the plan does not fit its hash ${plan.hash.slice(0, 19)}…: it was changed after it was made`);
}

/** JSON with sorted keys and without members that are undefined. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonical(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]: [string, Json | undefined]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** What survives JSON: dates become ISO instants, what is undefined is left out. */
export function plainJson(value: unknown): Json {
  const text = JSON.stringify(value);
  return text === undefined ? null : parseJson(text);
}

function parseJson(text: string): Json {
  const parsed: Json = JSON.parse(text);
  return parsed;
}
