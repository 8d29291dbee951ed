import type { IncidentPage } from '../../model/incident/view.ts';
import { listed } from '../text/value.ts';

/** Whether who was named hears of it: what is on its way to them since, or that nothing is. */
export function handoffWords({ incident, notifications, timeline }: IncidentPage, person: string): string {
  const last = timeline.findLast(({ kind }) => kind === 'assigned');
  if (last?.actor === person) return `${person} took it, and need not be told.`;
  const prefix = `${incident.number}/assigned/${last?.at ?? ''}/`;
  const ways = notifications.filter((one) => one.key.startsWith(prefix)).map(({ channel }) => channel);
  return ways.length > 0
    ? `${person} is told by ${listed(ways)}.`
    : `${person} is NOT told: no channel of the configuration reaches them.`;
}
