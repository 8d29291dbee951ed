/** Somebody of the configuration, as far as one wants to reach them. */
export interface Person {
  readonly name: string;
  readonly email?: string | undefined;
  readonly slack?: string | undefined;
  readonly teams?: string | undefined;
  readonly phone?: string | undefined;
  readonly role?: string | undefined;
}

/** By id, as rotations name them. */
export type People = Readonly<Record<string, Person>>;

/** Undefined for who is in a rotation and not among people: names that every object has name nobody. */
export function findPerson(people: People, id: string): Person | undefined {
  return Object.hasOwn(people, id) ? people[id] : undefined;
}
