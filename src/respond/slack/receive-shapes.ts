import { z } from 'zod';
import { isSafeDestination } from '../channels/settings.ts';
import { NotAccepted } from '../intake/define.ts';

/** Shapes that all of Slack's requests share. Names of Slack's are bounded, since they are kept. */
export const slackId = z.string().regex(/^[A-Z0-9]{2,30}$/);
export const slackTs = z.string().regex(/^\d{1,11}\.\d{1,9}$/);
export const shortText = z.string().max(300);

/** @throws NotAccepted which says where it differs, but not what was there */
export function readShape<Shape extends z.ZodType>(shape: Shape, value: unknown, what: string): z.infer<Shape> {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  const where = read.error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'the whole');
  throw new NotAccepted(400, `Not ${what} as Slack sends it: ${where.join(', ')}`);
}

/** Another workspace has the same app, and signs with the same secret. */
export function refuseOtherTeam(team: string | null | undefined, expected: string | undefined): void {
  if (expected === undefined || team === expected) return;
  throw new NotAccepted(403, 'From another workspace than the channel’s `team`');
}

/** Milliseconds are all that is kept of Slack's microseconds. */
export function atTs(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export function responseUrlOf(url: string | undefined): string | null {
  return url !== undefined && isSafeDestination(url) ? url : null;
}
