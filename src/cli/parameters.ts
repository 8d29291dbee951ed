import { UsageError } from '../model/errors.ts';

/** @throws UsageError for what is not `key=value`, and for a key that is given twice: which is meant? */
export function parseParameters(words: readonly string[], option = '--set'): Record<string, string> {
  const given = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1) throw new UsageError(`${option} ${word}: expected key=value`);
    const [key, value] = [word.slice(0, at), word.slice(at + 1)];
    if (given.has(key))
      throw new UsageError(`${option} ${key}=${given.get(key)} and ${option} ${word}: expected one of them`);
    given.set(key, value);
  }
  return Object.fromEntries(given);
}
