import { z } from 'zod';
import type { Check } from '../checks/define.ts';
import type { JsonObject } from '../model/json.ts';

/** One setting of a check that `checks.<id>` of the configuration may change. */
export interface Threshold {
  readonly name: string;
  /** As it is written in the configuration; null where the setting has no default. */
  readonly value: string | null;
  /** What the number counts, from the end of its name: `days`, `%`; empty for what is no quantity. */
  readonly unit: string;
  readonly description: string;
}

/** A setting's name ends in its unit. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/Days$/, 'days'],
  [/Hours$/, 'hours'],
  [/Minutes$/, 'minutes'],
  [/Seconds$/, 'seconds'],
  [/Ms$/, 'ms'],
  [/Percent$/, '%'],
  [/Usd$/, 'USD'],
  [/G[bB]$/, 'GB'],
  [/GiB$|Gib$/, 'GiB'],
  [/Bytes$/, 'bytes'],
];

const settingSchema = z.object({ default: z.unknown().optional(), description: z.string().optional() });
const settingsSchema = z.object({ properties: z.record(z.string(), settingSchema).default({}) });

/**
 * The thresholds of a check with their defaults, in the order the check names them; `own` are those that a checklist
 * sets instead.
 */
export function thresholdsOf({ settings }: Pick<Check, 'settings'>, own: JsonObject = {}): Threshold[] {
  const { properties } = settingsSchema.parse(z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }));
  return Object.entries(properties).map(([name, { default: usual, description = '' }]) => {
    const value = own[name] ?? usual;
    return {
      name,
      value: value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value),
      unit: UNITS.find(([ending]) => ending.test(name))?.[1] ?? '',
      description,
    };
  });
}

/** `90 days`, `50 %`, `none`. */
export function thresholdText({ value, unit }: Threshold): string {
  return value === null ? 'none' : `${value} ${unit}`.trimEnd();
}
