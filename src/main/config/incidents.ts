import { z } from 'zod';
import { INCIDENT_SEVERITIES } from '../../model/incident/severity.ts';
import { MOST_REPEATS } from '../../model/incident/policy.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { clockTime, day, duration, instant, timeZone } from './times.ts';

const name = z.string().min(1);
const severity = z.enum(INCIDENT_SEVERITIES);
const labels = z.record(name, z.string());

const target = z.union(
  [
    z.strictObject({ schedule: name, rotation: name.optional().describe('Only who this rotation has.') }),
    z.strictObject({ person: name }),
    z.strictObject({ channel: name, to: name.optional().describe("Instead of the channel's own place.") }),
  ],
  { error: 'schedule, person or channel, e.g. { schedule: platform }' },
);

const level = z.strictObject({
  level: z.int().min(1).max(100).describe('Their order counts; numbers may have holes.'),
  notify: z.array(target).min(1).superRefine(refuseTwice),
  for: duration.default('30m').describe('How long they have before the next level is paged.'),
  acknowledge: z.enum(['one', 'all']).default('one').describe('Whether everybody who is paged has to acknowledge.'),
  when: z.enum(['always', 'business-impact']).default('always'),
});

const policy = z.strictObject({
  levels: z.array(level).min(1).superRefine(refuseSameLevel),
  repeat: z.int().min(0).max(MOST_REPEATS).default(1).describe('How often all levels are gone through again.'),
  startAt: z
    .partialRecord(severity, z.int().min(1))
    .default({ P0: 2 })
    .describe('Up to which level is paged at once, by severity.'),
  acknowledgedFor: z
    .union([duration, z.literal('ever')])
    .default('1h')
    .describe('After which an acknowledgement that nothing follows does not count any more.'),
  next: name.optional().describe('The policy that goes on when this one is through.'),
});

/** Who is paged, in which order. */
export const escalation = z.strictObject({ policies: z.record(name, policy).default({}) }).default({ policies: {} });

const window = z
  .strictObject({
    name,
    match: labels.default({}).describe('Labels that an incident has; all incidents where nothing is said.'),
    timezone: timeZone.optional().describe('Of a weekly one; the business time zone by default.'),
    days: z.array(day).optional().describe('Every day where none is named.'),
    start: z.union([clockTime, instant], { error: 'a time of day, e.g. "22:00", or an instant with its zone' }),
    end: z.union([clockTime, instant], { error: 'a time of day, e.g. "07:00", or an instant with its zone' }),
  })
  .superRefine(refuseMixed);

const route = z.strictObject({
  match: labels.describe('Labels that an incident has; a * at the end stands for anything.'),
  policy: name.optional(),
  severity: severity.optional(),
  labels: labels.optional().describe('Added.'),
});

/** How incidents are opened, paged and talked about. */
export const incidents = z
  .strictObject({
    defaultSeverity: severity.default('P2').describe('Of what neither its source nor a route says how bad it is.'),
    routes: z.array(route).default([]).describe('In order: of each thing, the first that says it counts.'),
    checks: z
      .array(
        z.strictObject({
          check: name.describe('The id of a check; a * at the end stands for anything.'),
          severity: z.enum(SEVERITIES).default('high').describe('Of the finding: this severe or worse.'),
          incident: severity.default('P2').describe('How severe the incident is.'),
        }),
      )
      .default([])
      .describe(
        'Failing findings that open an incident, where their checklist is run by the calendar or with --store.',
      ),
    maintenance: z.array(window).default([]).describe('Half-open [start, end), weekly or once, also across midnight.'),
    holidays: z
      .array(z.iso.date('a day, e.g. 2026-12-25'))
      .default([])
      .describe('Days that are no business days, for what may wait for one.'),
    timezone: timeZone.optional().describe('Of business days; that of the first schedule by default.'),
    rooms: z
      .strictObject({ channel: name, severities: z.array(severity).min(1).default(['P0', 'P1']) })
      .optional()
      .describe('A channel of its own for each serious incident; in Slack.'),
    flapping: z
      .strictObject({ changes: z.int().min(2).max(50).default(4), within: duration.default('1h') })
      .default({ changes: 4, within: '1h' }),
    reopenWithin: duration
      .default('15m')
      .describe('What goes off again so soon after it had gone out by itself is the same incident.'),
    summaryChannel: name.optional().describe('Where hand-offs and what runbooks have to say are told.'),
  })
  .prefault({});

export type EscalationConfig = z.infer<typeof escalation>;
export type IncidentsConfig = z.infer<typeof incidents>;
export type WindowConfig = z.infer<typeof window>;

/** Who is named twice would be paged once all the same: one of them was meant to be somebody else. */
function refuseTwice(targets: readonly object[], context: z.RefinementCtx): void {
  const written = targets.map((one) => JSON.stringify(one));
  for (const [index, one] of written.entries()) {
    if (written.indexOf(one) === index) continue;
    context.addIssue({ code: 'custom', path: [index], message: `somebody else: ${one} is named here already` });
  }
}

function refuseSameLevel(levels: readonly { level: number }[], context: z.RefinementCtx): void {
  for (const [index, { level: own }] of levels.entries()) {
    if (levels.findIndex((other) => other.level === own) === index) continue;
    context.addIssue({ code: 'custom', path: [index, 'level'], message: `a number of its own, ${own} is taken` });
  }
}

/** A weekly window has two times of day, one that is once has two instants. */
function refuseMixed(given: { start: string; end: string; days?: unknown }, context: z.RefinementCtx): void {
  const isWeekly = /^\d\d:\d\d$/.test(given.start);
  if (isWeekly !== /^\d\d:\d\d$/.test(given.end)) {
    context.addIssue({
      code: 'custom',
      path: ['end'],
      message: isWeekly ? 'a time of day, as start is' : 'an instant, as start is',
    });
    return;
  }
  if (isWeekly) return;
  if (given.days !== undefined) {
    context.addIssue({ code: 'custom', path: ['days'], message: 'no days beside instants: it is once' });
  }
  if (Date.parse(given.start) >= Date.parse(given.end)) {
    context.addIssue({ code: 'custom', path: ['end'], message: 'an end after its start' });
  }
}
