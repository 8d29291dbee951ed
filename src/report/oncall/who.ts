import { formatDuration } from '../../model/duration.ts';
import type { OnCall } from '../../model/oncall/on-call-at.ts';
import { findPerson, type People } from '../../model/oncall/person.ts';
import type { Segment } from '../../model/oncall/timeline.ts';
import { localTime } from '../text/local-time.ts';
import { plain } from '../text/plain.ts';
import { listed } from '../text/value.ts';
import { padEnd, widthOf } from '../text/width.ts';
import { wrapIndented } from '../text/wrap.ts';

export interface Who {
  readonly schedule: string;
  readonly timezone: string;
  readonly at: Date;
  readonly oncall: readonly OnCall[];
  /** When somebody is again, where nobody is; undefined where that is not in sight. */
  readonly next: Segment | undefined;
}

/** Who is on call, how to reach them, until when, and who comes after. Made for 03:00. */
export function whoText(who: Who, people: People, width: number): string {
  const { schedule, timezone, at, oncall } = who;
  const head = `${plain(schedule)} at ${localTime(at, timezone)} ${timezone}`;
  if (oncall.length === 0) return `NOBODY is on call: ${head}\n${comingLine(who, people)}\n`;
  const places = Math.max(...oncall.map(({ rotation }) => widthOf(plain(rotation))));
  const blocks = oncall.map((one) => {
    const [first = '', ...rest] = linesOf(one, who, people);
    const margin = ' '.repeat(places + 2);
    return [
      ...wrapIndented(first, width, `${padEnd(plain(one.rotation), places)}  `),
      ...rest.flatMap((line) => wrapIndented(line, width, margin)),
    ].join('\n');
  });
  return `${head}\n\n${blocks.join('\n\n')}\n`;
}

function linesOf({ person, instead, shiftEnd, next }: OnCall, { timezone, at }: Who, people: People): string[] {
  const known = findPerson(people, person);
  const ways = known ? [known.phone, known.slack, known.teams, known.email].filter((way) => way !== undefined) : [];
  const left = formatDuration(shiftEnd.getTime() - at.getTime());
  const after =
    next === null ? 'then NOBODY' : next === person ? 'and goes on after it' : `then ${nameOf(next, people)}`;
  return [
    `${nameOf(person, people)}${instead === undefined ? '' : `, instead of ${nameOf(instead, people)}`}`,
    ways.length > 0
      ? plain(ways.join(' · '))
      : known
        ? 'no phone, slack, teams or email'
        : 'not among people: no way to reach them is known',
    `until ${localTime(shiftEnd, timezone)} (${left} left), ${after}`,
  ];
}

function comingLine({ next, at, timezone }: Who, people: People): string {
  if (!next) return 'Nobody will be in the next 30 days.';
  const names = listed(next.people.map((id) => nameOf(id, people)));
  return `Next: ${names} from ${localTime(next.start, timezone)}, in ${formatDuration(next.start.getTime() - at.getTime())}.`;
}

/** `Alice Example (alice)`, or the id alone. */
function nameOf(id: string, people: People): string {
  const person = findPerson(people, id);
  return plain(person && person.name !== id ? `${person.name} (${id})` : id);
}
