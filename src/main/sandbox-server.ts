import { UsageError } from '../model/errors.ts';
import type { SandboxServer, ServeOptions } from '../sandbox/wire/main.ts';
import { quietSdk } from './process.ts';

/** Where `opsbook sandbox up` listens, and where the other sandbox commands look for it. */
export const SANDBOX_PORT = 4646;

export type SandboxStart = Pick<ServeOptions, 'port' | 'seed' | 'start' | 'onBug'>;

/**
 * The sandbox as a server. Its code is loaded here and now: it is a bundle of its own, with every operation of every
 * SDK client.
 * @throws UsageError where the port cannot be had
 */
export async function startSandbox(options: SandboxStart): Promise<SandboxServer> {
  quietSdk();
  const { serveSandbox } = await import('../sandbox/wire/main.ts');
  try {
    return await serveSandbox({ ...options, tick: true });
  } catch (error) {
    throw portProblem(error, options.port) ?? error;
  }
}

export interface SandboxQuestion {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** The last part of the path under `/_sandbox/`. */
  readonly action: string;
  readonly body?: object;
}

/**
 * Asks the sandbox that listens on a port of this machine.
 * @throws UsageError where none does, or where it does not take what was asked
 */
export function askSandbox(port: number, question: SandboxQuestion): Promise<unknown> {
  return askSandboxAt(`http://127.0.0.1:${port}`, question, `on port ${port}`);
}

/**
 * The same of one at a URL.
 * @throws UsageError where none is there, or where it does not take what was asked
 */
export async function askSandboxAt(
  endpointUrl: string,
  { method, action, body }: SandboxQuestion,
  place = `at ${endpointUrl}`,
): Promise<unknown> {
  const url = `${endpointUrl.replace(/\/$/, '')}/_sandbox/${action}`;
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) }).catch((error: unknown) => {
    throw new UsageError(`no sandbox ${place}: start one with opsbook sandbox up`, { cause: error });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && answer !== undefined) return answer;
  throw new UsageError(`the sandbox refused: ${problemOf(answer) ?? `HTTP ${response.status}, is it one?`}`);
}

function portProblem(error: unknown, port = SANDBOX_PORT): UsageError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new UsageError(`port ${port} is in use: give another with --port, or stop what listens there`, {
      cause: error,
    });
  }
  return code === 'EACCES'
    ? new UsageError(`port ${port} is not allowed: give another with --port`, { cause: error })
    : undefined;
}

function problemOf(answer: unknown): string | undefined {
  const problem = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : undefined;
  return typeof problem === 'string' ? problem : undefined;
}
