import { UsageError } from '../model/errors.ts';
import { EXIT } from './exit.ts';

/** Says what went wrong in one line on stderr, and gives the exit code for it. */
export function reportFailure(error: unknown): number {
  const usage = error instanceof UsageError;
  process.stderr.write(`opsbook: ${usage || isFault(error) ? error.message : bug(error)}\n`);
  return usage ? EXIT.usage : EXIT.incomplete;
}

/** A read of AWS that nothing could go on without, like the list of an organization's accounts. */
function isFault(error: unknown): error is Error {
  return error instanceof Error && error.name === 'AwsFault';
}

function bug(error: unknown): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `something that should not happen did: ${what}. Please report it with the command you ran.`;
}
