import { randomBytes } from 'node:crypto';
import { access, constants, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../model/errors.ts';

/**
 * Refuses before the work what could not be written after it.
 * @throws UsageError
 */
export async function checkWritable(file: string): Promise<void> {
  const folder = dirname(file);
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    throw cannotWrite(file, error);
  }
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`cannot write ${file}: is a directory`);
}

/**
 * Writes the whole text or leaves what was there: a reader never meets half a report.
 * @throws UsageError when the disk is full or the file may not be written
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const special = await stat(file).then(
    (found) => !found.isFile(),
    () => false,
  );
  const path = special ? file : `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    const handle = await open(path, 'w', 0o644);
    try {
      await handle.writeFile(text);
      if (!special) await handle.sync();
    } finally {
      await handle.close();
    }
    if (!special) await rename(path, file);
  } catch (error) {
    if (!special) await rm(path, { force: true });
    throw cannotWrite(file, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'is a directory',
  ENOENT: 'no such folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'no such folder',
  EROFS: 'the file system is read-only',
};

function cannotWrite(file: string, error: unknown): UsageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new UsageError(`cannot write ${file}: ${REASONS[code] ?? code}; no file was left behind`, { cause: error });
}
