import { readFile } from 'node:fs/promises';
import { UsageError } from '../model/errors.ts';
import { parseResult } from '../model/result-schema.ts';
import type { ChecklistResult } from '../model/result.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOENT: 'no such file',
};

/**
 * A result that `opsbook run --output json` wrote.
 * @throws UsageError that names the file and what is wrong with it
 */
export async function readResultFile(file: string): Promise<ChecklistResult> {
  return parseResult(await readText(file), file);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`result file ${file}: ${REASONS[code] ?? code}`, { cause: error });
  }
}
