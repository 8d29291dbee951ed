import { findPerson, type People } from './person.ts';
import type { OutsideSchedule, Schedule } from './schedule.ts';

/** Everybody whom a schedule names, once. */
export function peopleOf({ rotations, rules, overrides }: Schedule, outside?: OutsideSchedule): string[] {
  return [
    ...new Set([
      ...rotations.flatMap((rotation) => ('follows' in rotation ? [] : rotation.participants)),
      ...rules.map(({ person }) => person),
      ...[...overrides, ...(outside?.overrides ?? [])].flatMap((override) => [
        ...('person' in override ? [override.person] : []),
        ...('remove' in override ? [override.remove] : []),
      ]),
    ]),
  ];
}

/** What is allowed and rarely meant, in sentences. */
export function warningsOf(schedule: Schedule, people: People, outside: OutsideSchedule): string[] {
  return [
    ...emptyWarnings(schedule),
    ...repeatWarnings(schedule),
    ...peopleOf(schedule, outside).flatMap((id) => reachWarnings(id, people)),
  ];
}

function emptyWarnings({ rotations, rules }: Schedule): string[] {
  return rotations.length + rules.length > 0 ? [] : ['it has neither rotations nor rules'];
}

function repeatWarnings({ rotations }: Schedule): string[] {
  return rotations.flatMap((rotation) => {
    if ('follows' in rotation) return [];
    const { name, participants } = rotation;
    const repeated = participants.filter((person, index) => participants.indexOf(person) !== index);
    return [...new Set(repeated)].map((person) => `${person} has more than one turn in each round of ${name}`);
  });
}

function reachWarnings(id: string, people: People): string[] {
  const person = findPerson(people, id);
  if (!person) return [`${id} is not among people, so nothing says how to reach them`];
  const { phone, slack, teams, email } = person;
  return (phone ?? slack ?? teams ?? email) ? [] : [`${id} has no phone, slack, teams or email`];
}
