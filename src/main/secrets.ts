import { readFile } from 'node:fs/promises';
import { UsageError } from '../model/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The secret that a reference of the configuration means: `env:NAME`, `file:/path`; a line end after it is not part of it.
 * @throws UsageError that names the reference, never what is behind it
 */
export async function resolveSecret(reference: string, environment: Environment): Promise<string> {
  const [, kind, where = ''] = /^(env|file):(.+)$/s.exec(reference) ?? [];
  if (kind === 'env') {
    const value = environment[where];
    if (value) return value;
    throw new UsageError(`the secret ${reference} is not there: the variable ${where} is not set`);
  }
  if (kind !== 'file') {
    throw new UsageError('a secret of the configuration is none: expected env:NAME or file:/path');
  }
  const text = await readFile(where, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`the secret ${reference} cannot be read: ${cause.code ?? cause.message}`, { cause });
  });
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw new UsageError(`the secret ${reference} is not there: the file is empty`);
  return value;
}
