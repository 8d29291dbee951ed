import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { access, constants, open, realpath, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { cannotWrite } from './failure.ts';

/** Being written just now, under a name that nobody looks for. */
let unfinished: string | undefined;

/**
 * Refuses before the work what could not be written after it.
 * @throws UsageError
 */
export async function checkWritable(file: string, option = '--output-file'): Promise<void> {
  if (file === '') throw new UsageError(`${option}: expected the name of a file`);
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`cannot write ${file}: is a directory`);
  if (file.endsWith('/')) throw new UsageError(`cannot write ${file}: no such folder`);
  try {
    if (there) await access(file, constants.W_OK);
    // A device is written as it is, a file by another that takes its place.
    if (there === undefined || there.isFile()) await access(`${dirname(await targetOf(file))}/.`, constants.W_OK);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/**
 * Writes the whole text or leaves what was there: a reader never meets half a report.
 * @throws UsageError when the disk is full or the file may not be written
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  const special = there !== undefined && !there.isFile();
  const target = await targetOf(file);
  const path = special ? file : `${target}.${randomBytes(4).toString('hex')}.part`;
  if (!special) unfinished = path;
  try {
    const handle = await open(path, special ? 'w' : 'wx', 0o644);
    try {
      // Who may read the earlier report may read this one.
      if (there?.isFile()) await handle.chmod(there.mode & 0o777);
      await handle.writeFile(text);
      if (!special) await handle.sync();
    } finally {
      await handle.close();
    }
    if (!special) await rename(path, target);
  } catch (error) {
    removeUnfinished();
    throw cannotWrite(file, error);
  } finally {
    unfinished = undefined;
  }
}

/** Leaves no half of a report behind; at once, for a process that is about to end. */
export function removeUnfinished(): void {
  try {
    if (unfinished !== undefined) rmSync(unfinished, { force: true });
  } catch {
    // Where the folder is gone, so is the file.
  }
}

/** Where a link leads: what it points to is replaced, not the link. */
function targetOf(file: string): Promise<string> {
  return realpath(file).catch(() => file);
}
