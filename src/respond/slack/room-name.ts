/** https://docs.slack.dev/reference/methods/conversations.create#naming */
const MAX_LENGTH = 80;

/**
 * A name that Slack takes for a channel: lower case letters of a to z, digits, `-` and `_`, 80 characters at most, never empty.
 * `INC 42: DB Down!` is `inc-42-db-down`.
 */
export function roomName(text: string): string {
  const plain = text.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const name = trim(plain.replaceAll(/[^a-z0-9_]+/g, '-').slice(0, MAX_LENGTH));
  // Of dashes alone, Slack takes none.
  return /[a-z0-9]/.test(name) ? name : 'incident';
}

/** `inc-42-db-down-2`, where the name is taken. */
export function withSuffix(name: string, suffix: number): string {
  const end = `-${suffix}`;
  return `${trim(name.slice(0, MAX_LENGTH - end.length))}${end}`;
}

function trim(name: string): string {
  return name.replaceAll(/^-+|-+$/g, '');
}
