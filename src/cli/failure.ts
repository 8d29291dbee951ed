import { Interrupted, Refused, UsageError } from '../model/errors.ts';
import { plain } from '../report/text/plain.ts';
import { EXIT } from './exit.ts';

/** Says what went wrong in one line on stderr, and gives the exit code for it. */
export function reportFailure(error: unknown): number {
  const code = exitCodeOf(error);
  process.stderr.write(
    `opsbook: ${plain(code !== undefined && error instanceof Error ? error.message : bug(error))}\n`,
  );
  return code ?? EXIT.incomplete;
}

/** Undefined for what nobody expected. */
function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof Refused) return EXIT.refused;
  if (error instanceof Interrupted) return EXIT.interrupted;
  if (error instanceof UsageError) return EXIT.usage;
  // These are known by name: where they come from is loaded only by who needs it.
  const name = error instanceof Error ? error.name : '';
  // Without its database, the command is set up wrong, like one without its file.
  if (name === 'DatabaseUnavailable') return EXIT.usage;
  // A read of AWS that nothing could go on without, like the list of an organization's accounts.
  return name === 'AwsFault' ? EXIT.incomplete : undefined;
}

function bug(error: unknown): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `something that should not happen did: ${what}. Please report it with the command you ran.`;
}

/** What the option parser has to say, in one line like everything else that goes wrong. */
export function oneLine(text: string): string {
  const line = plain(text.replace(/^error: /, '')).replace('(Did you mean', '(did you mean');
  const help = line.includes('did you mean') ? '' : ' (opsbook --help says more)';
  return `opsbook: ${line.replace(/\.$/, '')}${help}\n`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EISDIR: 'is a directory',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'no such folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'no such folder',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
};

export function cannotWrite(where: string, error: unknown): UsageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new UsageError(`cannot write ${where}: ${REASONS[code] ?? code}`, { cause: error });
}
