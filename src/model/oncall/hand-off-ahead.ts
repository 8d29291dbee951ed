import type { MaintenanceWindow } from '../incident/quiet.ts';
import { listOpenings, type Opening } from '../window.ts';
import type { HandOffEntry, HandOffSource } from './hand-off.ts';
import type { HandOffFacts } from './hand-off-facts.ts';

/** What comes in the shift that begins: what is planned, by time; then what is found, and drills that are due. */
export function maintenanceEntries(facts: HandOffFacts): HandOffEntry[] {
  const { change, windows, planned, calendar, findings } = facts;
  const shift = { start: change.start, end: change.end };
  const ahead = [
    ...windows.flatMap((window) => windowEntry(window, shift)),
    ...planned.flatMap(({ id, name, startAt, endAt }) =>
      spanEntry(name, [{ start: startAt.getTime(), end: endAt.getTime() }], {
        shift,
        source: { kind: 'maintenance', id: String(id) },
      }),
    ),
    ...calendar.blackouts.flatMap(({ reason, start, end }) =>
      spanEntry(`No changes: ${reason}`, [{ start: Date.parse(start), end: Date.parse(end) }], {
        shift,
        source: { kind: 'calendar', id: 'blackouts' },
      }),
    ),
    ...(calendar.windows.length === 0
      ? []
      : spanEntry('Changes are allowed', listOpenings(calendar, shift), {
          shift,
          source: { kind: 'calendar', id: 'windows' },
        })),
  ];
  return [
    ...ahead.toSorted((a, b) => (a.time?.at ?? '').localeCompare(b.time?.at ?? '')),
    ...findings.map(({ id, account, region, resourceId, reason, lastSeen }): HandOffEntry => ({
      text: `${account}/${region} ${reason.includes(resourceId) ? reason : `${resourceId}: ${reason}`} As of ${lastSeen.toISOString().slice(0, 10)}`,
      time: null,
      source: { kind: 'finding', id },
    })),
    ...drillEntries(facts),
  ];
}

function windowEntry({ name, when }: MaintenanceWindow, shift: Opening): HandOffEntry[] {
  const spans = 'once' in when ? [when.once] : listOpenings({ windows: [when.weekly], blackouts: [] }, shift);
  return spanEntry(name, spans, { shift, source: { kind: 'maintenance', id: name } });
}

interface Place {
  readonly shift: Opening;
  readonly source: HandOffSource;
}

/** The first time that touches the shift, and how many more do. */
function spanEntry(text: string, spans: readonly Opening[], { shift, source }: Place): HandOffEntry[] {
  const touching = spans.filter(({ start, end }) => start < shift.end && shift.start < end);
  const [first] = touching;
  if (!first) return [];
  const more = touching.length - 1;
  return [
    {
      text: more > 0 ? `${text}, ${touching.length} times, the first` : text,
      time: { word: 'from', at: new Date(first.start).toISOString(), to: new Date(first.end).toISOString() },
      source,
    },
  ];
}

function drillEntries({ drills, change }: HandOffFacts): HandOffEntry[] {
  return drills
    .filter(({ dueAt }) => dueAt === null || dueAt.getTime() < change.end)
    .map(({ drill, dueAt }) => ({
      text: dueAt === null ? `The DR drill ${drill} has never succeeded` : `The DR drill ${drill} is due`,
      time: dueAt && { word: dueAt.getTime() <= change.start ? 'since' : 'on', at: dueAt.toISOString(), to: null },
      source: { kind: 'drill', id: drill },
    }));
}
