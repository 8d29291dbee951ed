import type { SandboxContext } from '../../handlers.ts';
import { applyPending } from './apply-pending.ts';
import { instanceWith } from './instances.ts';
import { invalid } from './listing.ts';
import { MINUTE_MS } from './stages.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const WEEK_MINUTES = 7 * 24 * 60;
const FORM = /^(sun|mon|tue|wed|thu|fri|sat):([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * Applies what is pending when the clock comes to the instance's maintenance window, now or within a week. Of several
 * waits the last counts: whoever moves the window begins another.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html#Concepts.DBMaintenance
 */
export function awaitWindow(context: SandboxContext, resource: string): void {
  const { world, region } = context;
  const { awaitedWindows } = region.rds;
  const instance = instanceWith(region.rds, resource);
  if (!instance) return;
  const mine = (awaitedWindows.get(resource) ?? 0) + 1;
  awaitedWindows.set(resource, mine);
  world.clock.after(msUntilWindow(world.clock.now(), instance.PreferredMaintenanceWindow), () => {
    if (awaitedWindows.get(resource) === mine) applyPending(context, resource);
  });
}

/** How long it is until a window such as `sun:04:00-sun:04:30` (UTC) opens; 0 while it is open. */
function msUntilWindow(now: Date, window = 'sun:04:00-sun:04:30'): number {
  const { from, until } = parseWindow(window);
  const minute = now.getUTCDay() * 24 * 60 + now.getUTCHours() * 60 + now.getUTCMinutes();
  const since = (minute - from + WEEK_MINUTES) % WEEK_MINUTES;
  if (since < (until - from + WEEK_MINUTES) % WEEK_MINUTES) return 0;
  const secondsIn = now.getTime() % MINUTE_MS;
  return (WEEK_MINUTES - since) * MINUTE_MS - secondsIn;
}

/** @throws SandboxError for what is no window of half an hour and more */
export function requireWindow(window: string): string {
  const { from, until } = parseWindow(window.toLowerCase());
  if ((until - from + WEEK_MINUTES) % WEEK_MINUTES < 30) {
    throw invalid('The maintenance window must be at least 30 minutes.');
  }
  return window.toLowerCase();
}

/** In minutes from Sunday's midnight on. */
function parseWindow(window: string): { from: number; until: number } {
  const [from, until] = window.split('-').map(minuteOfWeek);
  if (from === undefined || until === undefined) throw invalid(`Invalid maintenance window format: ${window}`);
  return { from, until };
}

function minuteOfWeek(text: string): number | undefined {
  const [, day, hour, minute] = FORM.exec(text) ?? [];
  if (day === undefined) return undefined;
  return DAYS.findIndex((name) => name === day) * 24 * 60 + Number(hour) * 60 + Number(minute);
}
