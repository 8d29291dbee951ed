import type { Ended } from './command.ts';

/** What went wrong with a command, for a sentence after a colon; undefined where it went well. */
export function problemOf(ended: Ended, binary: string, wellCodes: readonly number[] = [0]): string | undefined {
  switch (ended.how) {
    case 'not-started':
      return notStarted(ended.systemCode, binary);
    case 'too-long':
      return 'terraform did not finish in time and was stopped';
    case 'too-much':
      return 'terraform printed more than 200 MB and was stopped';
    case 'exited':
      return wellCodes.includes(ended.code) ? undefined : explained(ended.stderr, ended.code);
  }
}

/** Whether `terraform init` has to come first. */
export function isNotInitialised(ended: Ended): boolean {
  return ended.how === 'exited' && ended.code !== 0 && NOT_INITIALISED.test(ended.stderr);
}

function notStarted(systemCode: string, binary: string): string {
  if (systemCode === 'ENOENT') return `terraform is not installed: there is no ${binary} on the PATH`;
  if (systemCode === 'EACCES') return `terraform cannot be run: ${binary} is not executable`;
  return `terraform cannot be run: ${binary}: ${systemCode}`;
}

/** Errors that `terraform init` mends, by the first words of what terraform says. */
const NOT_INITIALISED =
  /Backend initialization required|Inconsistent dependency lock file|Module not installed|Required plugins are not installed|Missing required provider|Could not load plugin|Initialization required|Provider requirements cannot be satisfied|Module source has changed/i;

function explained(stderr: string, code: number): string {
  const lock = lockHolder(stderr);
  if (lock) return lock;
  const error = firstError(stderr);
  if (NOT_INITIALISED.test(stderr))
    return `it is not initialised (${error ?? 'terraform asks for it'}): run terraform init there`;
  if (/^Error handling -chdir option/m.test(stderr)) return 'there is no such directory';
  return error ?? `terraform exited with code ${code} and said nothing`;
}

/** Who holds the state's lock, from the block that terraform prints when it cannot have it. */
function lockHolder(stderr: string): string | undefined {
  if (!/Error acquiring the state lock/.test(stderr)) return undefined;
  const who = /^\s*Who:\s+(\S.*)$/m.exec(stderr)?.[1];
  const operation = /^\s*Operation:\s+(?:OperationType)?(\S+)/m.exec(stderr)?.[1];
  const since = /^\s*Created:\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/m.exec(stderr);
  const doing = operation ? ` for ${operation.toLowerCase()}` : '';
  const when = since ? ` since ${since[1]}T${since[2]}Z` : '';
  return `the state is locked by ${who ?? 'somebody else'}${doing}${when}`;
}

/** The summary of the first error: warnings stand before it, and its details may quote values. */
function firstError(stderr: string): string | undefined {
  const lines = stderr.split('\n').map((line) => line.trim());
  const error = lines.find((line) => line.startsWith('Error: '))?.slice('Error: '.length);
  const line =
    error ?? lines.find((candidate) => candidate !== '' && !/^(Warning:|There are some problems)/.test(candidate));
  return line?.replace(/\.$/, '').slice(0, 300);
}
