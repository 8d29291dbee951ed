import { UsageError } from '../model/errors.ts';

/** @throws UsageError for what is not `key=value` */
export function parseParameters(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at < 1) throw new UsageError(`--set ${word}: expected key=value`);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}
