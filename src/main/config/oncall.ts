import { z } from 'zod';
import type { Override, Rotation } from '../../model/oncall/schedule.ts';
import { refuseWhatCannotBe } from './oncall-references.ts';
import { clockTime, day, instant, localTime, timeZone } from './times.ts';

const name = z.string().min(1);

const rotation = z
  .strictObject({
    name,
    type: z.enum(['hourly', 'daily', 'weekly', 'monthly']).optional(),
    length: z.int().min(1).max(1000).optional().describe('Hours, days, weeks or months of a turn; 1 by default.'),
    start: localTime.optional().describe('The first hand-off, and the time of day of all others.'),
    participants: z.array(name).min(1).optional(),
    follows: name.optional().describe('Another rotation, whose turns it takes; instead of turns of its own.'),
    offset: z.int().min(-1000).max(1000).optional().describe('So many places after who has that one; 1 by default.'),
    priority: z.int().optional().describe('0 by default. The highest that has somebody is on call; equals share.'),
  })
  .transform(rotationOf);

const rule = z.strictObject({
  name: name.optional(),
  days: z.array(day).default([]).describe('Every day where none is named.'),
  start: clockTime,
  end: clockTime.describe('One that crosses midnight belongs to the day it starts on; equal times are a whole day.'),
  person: name,
  priority: z.int().default(1).describe('Above rotations, which have 0.'),
  timezone: timeZone.optional().describe("Instead of the schedule's, for who follows the sun."),
});

const override = z
  .strictObject({
    type: z.enum(['add', 'remove', 'replace']),
    person: name.optional().describe('Who is on call then.'),
    remove: name.optional().describe('Who is not; replaced only where they would be.'),
    rotation: name.optional().describe('Only there.'),
    start: instant,
    end: instant,
    reason: name.optional(),
  })
  // One that ends before it starts would never be in force, and nobody would notice.
  .refine(({ start, end }) => Date.parse(start) < Date.parse(end), { error: 'an end after its start', path: ['end'] })
  .transform(overrideOf);

const schedule = z
  .strictObject({
    timezone: timeZone.describe('Hand-offs and rules are wall-clock times in it.'),
    rotations: z.array(rotation).default([]),
    rules: z.array(rule).default([]).describe('Fixed weekly hours.'),
    overrides: z.array(override).default([]).describe('In order: each acts on what those before it left.'),
  })
  .superRefine(refuseWhatCannotBe);

const link = z.strictObject({ title: name, url: z.url({ protocol: /^https?$/, error: 'a URL, e.g. https://wiki…' }) });

/** Who is on call when. */
export const oncall = z.strictObject({
  schedules: z.record(name, schedule).default({}),
  links: z.array(link).optional().describe('What who takes a shift over wants at hand: runbooks, dashboards.'),
});

type Context<T> = z.core.$RefinementCtx<T>;
type RotationInput = {
  readonly name: string;
  readonly type?: 'hourly' | 'daily' | 'weekly' | 'monthly' | undefined;
  readonly length?: number | undefined;
  readonly start?: string | undefined;
  readonly participants?: readonly string[] | undefined;
  readonly follows?: string | undefined;
  readonly offset?: number | undefined;
  readonly priority?: number | undefined;
};

/** Turns of its own, or those of another. */
function rotationOf(input: RotationInput, context: Context<RotationInput>): Rotation {
  const { name: own, type, length = 1, start, participants, follows, offset = 1, priority } = input;
  if (follows !== undefined) {
    for (const key of ['type', 'length', 'start', 'participants'] as const) {
      if (input[key] !== undefined) refuse(context, [key], `nothing here: ${own} takes its turns with ${follows}`);
    }
    return { name: own, follows, offset, priority };
  }
  if (type === undefined)
    refuse(context, ['type'], 'hourly, daily, weekly or monthly; or follows, with another rotation');
  if (start === undefined) refuse(context, ['start'], 'the first hand-off, e.g. 2026-01-05T09:00:00');
  if (participants === undefined) refuse(context, ['participants'], 'people, in the order of their turns');
  if (input.offset !== undefined) refuse(context, ['offset'], 'it beside follows only');
  if (type === undefined || start === undefined || participants === undefined) return z.NEVER;
  return { name: own, type, length, start, participants, priority };
}

type OverrideInput = {
  readonly type: 'add' | 'remove' | 'replace';
  readonly person?: string | undefined;
  readonly remove?: string | undefined;
  readonly rotation?: string | undefined;
  readonly start: string;
  readonly end: string;
  readonly reason?: string | undefined;
};

/** Who is removed may be called `person` where nobody comes instead. */
function overrideOf({ type, person, remove, ...rest }: OverrideInput, context: Context<OverrideInput>): Override {
  switch (type) {
    case 'add':
      if (person === undefined) refuse(context, ['person'], 'who is added');
      if (remove !== undefined) refuse(context, ['remove'], 'it with replace or remove only');
      return { type, person: person ?? '', ...rest };
    case 'remove':
      if ((person === undefined) === (remove === undefined))
        refuse(context, ['remove'], 'who is removed, and nobody else');
      return { type, remove: remove ?? person ?? '', ...rest };
    case 'replace':
      if (person === undefined) refuse(context, ['person'], 'who comes instead');
      if (remove === undefined) refuse(context, ['remove'], 'who is replaced');
      return { type, remove: remove ?? '', person: person ?? '', ...rest };
  }
}

function refuse(context: Context<unknown>, path: string[], message: string): void {
  context.addIssue({ code: 'custom', path, message });
}
