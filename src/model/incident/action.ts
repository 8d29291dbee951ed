import { z } from 'zod';
import { INCIDENT_SEVERITIES } from './severity.ts';
import { INCIDENT_STATUSES } from './status.ts';

const reason = z.string().trim().min(1).max(2000);
const instant = z.iso.datetime({ offset: true });

/** What people do to an incident, from wherever they do it: the command line, HTTP, Slack, an assistant. */
export const incidentAction = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('acknowledge') }).describe('Take it: nobody is paged any more.'),
  z.strictObject({ action: z.literal('unacknowledge') }).describe('Give it back: who is on call is paged anew.'),
  z
    .strictObject({ action: z.literal('escalate'), businessImpact: reason.optional() })
    .describe('Page the next level now; with businessImpact, who waits for that.'),
  z.strictObject({ action: z.literal('severity'), severity: z.enum(INCIDENT_SEVERITIES), reason: reason.optional() }),
  z.strictObject({ action: z.literal('note'), text: z.string().trim().min(1).max(10_000), at: instant.optional() }),
  z.strictObject({
    action: z.literal('status'),
    status: z.enum(INCIDENT_STATUSES),
    note: reason.optional(),
    at: instant.optional(),
  }),
  z
    .strictObject({
      action: z.literal('resolve'),
      note: reason.optional(),
      at: instant.optional(),
      despite: reason.optional().describe('Why it is over although its source still fires.'),
      dismiss: reason.optional().describe('Why it was none: ends it from wherever it stands.'),
    })
    .describe('End it, once it is verified; or dismiss it.'),
  z.strictObject({ action: z.literal('snooze'), until: instant }),
  z
    .strictObject({ action: z.literal('silence'), until: instant, reason })
    .describe('Also what comes back with its key.'),
  z.strictObject({ action: z.literal('unsilence') }),
  z
    .strictObject({
      action: z.literal('assign'),
      person: z.string().trim().min(1).max(200),
      note: reason.optional().describe('What they have to know.'),
    })
    .describe('Say who works on it; whom another says so of is told.'),
  z.strictObject({ action: z.literal('policy'), policy: z.string().min(1).max(200) }),
]);
export type IncidentAction = z.infer<typeof incidentAction>;

/** Opening one by hand. */
export const incidentOpening = z.strictObject({
  title: z.string().trim().min(1).max(200),
  severity: z.enum(INCIDENT_SEVERITIES).optional(),
  /** What is one problem: a second one with the same key adds to the first. */
  key: z.string().trim().min(1).max(300).optional(),
  labels: z.record(z.string().min(1).max(100), z.string().max(500)).default({}),
  policy: z.string().min(1).max(200).optional(),
  note: z.string().trim().min(1).max(10_000).optional(),
});
export type IncidentOpening = z.infer<typeof incidentOpening>;
