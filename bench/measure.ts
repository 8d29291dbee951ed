import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  readonly seconds: number;
  /** Peak resident memory of the process itself, in MB; undefined where /proc does not tell. */
  readonly peakMb: number | undefined;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as a whole process and says how long it took and how much memory it held at most. */
export function measure(
  command: string,
  words: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Measured> {
  return new Promise((done, failed) => {
    const started = performance.now();
    const child = spawn(command, [...words], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let peakKb = 0;
    const watch = setInterval(() => {
      peakKb = Math.max(peakKb, peakOf(child.pid));
    }, 10);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => err.push(part));
    child.once('error', failed);
    child.once('close', (exitCode) => {
      clearInterval(watch);
      done({
        seconds: (performance.now() - started) / 1000,
        peakMb: peakKb > 0 ? Math.round(peakKb / 1024) : undefined,
        exitCode,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      });
    });
  });
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** The middle of several runs, taken in turn with those they are compared to. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export function show(what: string, figure: string, bound: string, holds: boolean): boolean {
  console.log(`${holds ? 'ok  ' : 'MISS'} ${what}: ${figure} (bound: ${bound})`);
  return holds;
}
