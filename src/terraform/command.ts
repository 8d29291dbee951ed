import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** How a terraform command ended; `stderr` without colours and frames. */
export type Ended =
  | { readonly how: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly how: 'not-started'; readonly systemCode: string }
  | { readonly how: 'too-long' }
  | { readonly how: 'too-much' };

export interface CommandOptions {
  /** The terraform executable: a path, or a name that is looked up on the PATH of `environment`. */
  readonly binary: string;
  /** What terraform and its providers find in their environment: PATH, HOME, AWS_*, TF_VAR_*, … */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** After that it is asked to stop, and a little later stopped. */
  readonly timeoutMs: number;
  /** How much later: who stops an apply in the middle loses sight of what it was making. */
  readonly graceMs?: number;
}

/** A state or plan larger than this is not read. */
const MOST_BYTES = 200 * 1024 * 1024;
const GRACE_MS = 5000;

/**
 * Settings of the operator's shell that would make terraform do something else than is asked here: arguments of their
 * own (`TF_CLI_ARGS_plan=-destroy`), and traces, which carry secrets.
 * https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
const NOT_PASSED_ON = /^TF_(CLI_ARGS|LOG|REATTACH_PROVIDERS)/;

/** Runs terraform without a shell, without a terminal to ask, and not for ever. Never rejects. */
export function runTerraform(words: readonly string[], options: CommandOptions): Promise<Ended> {
  const { binary, environment, timeoutMs, graceMs = GRACE_MS } = options;
  return new Promise((resolve) => {
    const child = spawn(binary, words, { env: environmentFor(environment), stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let bytes = 0;
    let cutShort: 'too-long' | 'too-much' | undefined;
    let last: NodeJS.Timeout | undefined;

    // An interrupt first: terraform then leaves its providers and its state in order.
    function stop(why: 'too-long' | 'too-much'): void {
      if (cutShort) return;
      cutShort = why;
      child.kill('SIGINT');
      last = setTimeout(() => {
        child.kill('SIGKILL');
        // What a provider left behind may hold these open.
        child.stdout.destroy();
        child.stderr.destroy();
      }, graceMs);
    }

    function keep(chunks: Buffer[], chunk: Buffer): void {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) stop('too-much');
      else chunks.push(chunk);
    }

    const timer = setTimeout(() => stop('too-long'), timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => keep(out, chunk));
    child.stderr.on('data', (chunk: Buffer) => keep(err, chunk));
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve({ how: 'not-started', systemCode: error.code ?? error.message });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      clearTimeout(last);
      if (cutShort) resolve({ how: cutShort });
      else resolve({ how: 'exited', code: code ?? 1, stdout: textOf(out), stderr: withoutFrame(textOf(err)) });
    });
  });
}

function environmentFor(given: CommandOptions['environment']): NodeJS.ProcessEnv {
  const passed = Object.entries(given).filter(([name]) => !NOT_PASSED_ON.test(name));
  return { ...Object.fromEntries(passed), TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}

/** Some terraform commands frame and colour what they say whatever they are told. */
function withoutFrame(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/^[╷│╵] ?/gm, '');
}
