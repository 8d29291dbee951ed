import fc from 'fast-check';
import type { OperationName } from './side.ts';

/** What can be asked of an operation; values may be roles, which each side replaces by its own. */
export interface Questions {
  /** What a plain request holds beside nothing. Without its members one by one, it is asked too. */
  readonly required?: Readonly<Record<string, unknown>>;
  readonly pages?: Pages;
  /** Members that name something: one that there is, and how others would look. */
  readonly names?: Readonly<Record<string, Naming>>;
  /** Filters and options, by what they are. */
  readonly also?: Readonly<Record<string, object>>;
}

export interface Pages {
  readonly size: string;
  /** AWS's limits of the page size. */
  readonly least: number;
  readonly most: number;
  readonly tokenIn: string;
  readonly tokenOut: string;
  readonly list: string;
  /** What the paged request holds besides. */
  readonly input?: object;
}

export interface Naming {
  /** A role, or a list with one where the member is a list. */
  readonly known: unknown;
  /** A name that is well-formed and nobody's: `#` stands for a hexadecimal digit, `@` for a letter. */
  readonly unknown: string;
  /** Names that are not well-formed; those of the seed are added. */
  readonly malformed?: readonly string[];
  /** Where the client itself refuses what is in no way a name, there is nothing to send. */
  readonly junk?: false;
  /** Members of the plain request that must not. */
  readonly instead?: readonly string[];
}

export interface Case {
  readonly name: string;
  readonly input: object;
  readonly pages?: Pages;
}

const SEED = 20_261_123;

/** Every request to ask, the same at each run. */
export function casesOf(operation: OperationName, questions: Questions): Case[] {
  const draw = drawer(operation);
  const { required = {}, names = {}, also = {}, pages } = questions;
  return [
    { name: 'plain', input: required },
    ...Object.keys(required)
      // What is part of the address cannot be left out of a request.
      .filter((member) => !['AccountId', 'Bucket', 'FunctionName', 'HostedZoneId', 'Id'].includes(member))
      .map((member) => ({ name: `without ${member}`, input: without(required, [member]) })),
    ...(pages ? pageCases(pages, required, draw) : []),
    ...Object.entries(names).flatMap(([member, naming]) => nameCases(member, naming, required, draw)),
    ...Object.entries(also).map(([name, input]) => ({ name, input: { ...required, ...input } })),
  ];
}

type Draw = <T>(arbitrary: fc.Arbitrary<T>, count: number) => T[];

/** Draws from fast-check's arbitraries, differently for each operation and alike at every run. */
function drawer(operation: string): Draw {
  let seed = [...Buffer.from(operation)].reduce((sum, byte) => (Math.imul(sum, 31) + byte) | 0, SEED);
  return (arbitrary, count) => {
    seed = (seed + 1) | 0;
    return fc.sample(arbitrary, { numRuns: count, seed });
  };
}

function pageCases(pages: Pages, required: object, draw: Draw): Case[] {
  const { size, least, most, tokenIn } = pages;
  const input = { ...required, ...pages.input };
  const [above = most + 1] = draw(fc.integer({ min: most + 1, max: most * 3 }), 1);
  const sizes =
    size === '' ? [] : [...new Set([0, -1, least - 1, most + 1, above])].filter((one) => one < least || one > most);
  const tokens = draw(fc.stringMatching(/^[A-Za-z0-9+/]{8,40}={0,2}$/), 2);
  return [
    { name: 'page by page', input: size === '' ? input : { ...input, [size]: least }, pages },
    ...sizes.map((one) => ({ name: `${size}=${one}`, input: { ...input, [size]: one } })),
    ...(tokenIn === ''
      ? []
      : tokens.map((token, at) => ({ name: `${tokenIn} of nobody ${at + 1}`, input: { ...input, [tokenIn]: token } }))),
  ];
}

function nameCases(member: string, naming: Naming, required: object, draw: Draw): Case[] {
  const { known, unknown, malformed = [], instead = [] } = naming;
  const rest = without(required, instead);
  const put = (name: string, value: unknown): Case => ({
    name,
    input: { ...rest, [member]: Array.isArray(known) && !Array.isArray(value) ? [value] : value },
  });
  const nobodys = draw(fc.array(fc.nat(255), { minLength: 64, maxLength: 64 }), 2).map((bytes) =>
    filled(unknown, bytes),
  );
  const junk = naming.junk === false ? [] : draw(fc.stringMatching(/^[a-z]{1,8}[ !$%^&*()]{1,3}[a-z]{1,8}$/), 1);
  return [
    put(`${member} known`, known),
    ...nobodys.map((name, at) => put(`${member} of nobody ${at + 1}`, name)),
    ...(Array.isArray(known) && nobodys[0] !== undefined
      ? [put(`${member} one known, one of nobody`, [...known, nobodys[0]])]
      : []),
    ...[...malformed, ...junk].map((name) => put(`${member}=${short(name)}`, name)),
  ];
}

function short(name: string): string {
  return name.length > 100 ? `${name.length} letters` : JSON.stringify(name);
}

function filled(template: string, bytes: readonly number[]): string {
  let at = 0;
  return template.replaceAll(/[#@]/g, (kind) => {
    const byte = bytes[at++ % bytes.length] ?? 0;
    return kind === '#' ? (byte % 16).toString(16) : String.fromCodePoint(97 + (byte % 26));
  });
}

function without(input: object, members: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !members.includes(name)));
}
