import { z } from 'zod';
import { clockTime, day, duration, timeZone } from './times.ts';

const name = z.string().min(1);

const step = z.union([
  name.transform((channel) => ({ channel, after: '0s' })),
  z.strictObject({
    channel: name,
    after: duration.default('0s').describe('After the page, where nobody has answered.'),
  }),
]);

/** Somebody who is on call, or is to be reached otherwise. */
export const person = z.strictObject({
  name,
  email: z.email().optional(),
  slack: name.optional().describe('A member id or @name.'),
  teams: name.optional(),
  phone: name.optional(),
  role: name.optional().describe('E.g. Team lead.'),
  absences: name
    .refine(isFeed, 'the https URL or the file of a calendar (.ics)')
    .optional()
    .describe('A calendar of when they are away: others of the rotation stand in.'),
  notify: z.array(step).min(1).optional().describe('Channels in the order in which they are tried.'),
  quietHours: z
    .strictObject({ timezone: timeZone, start: clockTime, end: clockTime, days: z.array(day).default([]) })
    .optional()
    .describe('When only what cannot wait reaches them.'),
});

export type PersonConfig = z.infer<typeof person>;

/** HTTPS, this machine, or a file: what is read in the clear could be changed on the way. */
function isFeed(text: string): boolean {
  if (!/^[a-z][a-z\d+.-]+:\/\//i.test(text)) return true;
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
