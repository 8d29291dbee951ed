import type { ChecklistResult } from '../model/result.ts';
import { isAtLeast, type Severity } from '../model/severity.ts';
import { readProcess, wantsColor } from '../main/process.ts';
import { RUNBOOK_IDS } from '../main/catalog.ts';
import { run, type RunRequest } from '../main/run.ts';
import { render } from '../report/formats.ts';
import type { Output } from '../report/outputs.ts';
import { createProgress } from '../report/progress.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';
import { checkWritable, removeUnfinished, writeWhole } from './output-file.ts';
import { parseParameters } from './parameters.ts';
import { endpointUrlOf } from './url.ts';

export interface RunOptions {
  readonly config?: string;
  readonly set: readonly string[];
  readonly target: readonly string[];
  readonly profile?: string;
  readonly region: readonly string[];
  readonly endpointUrl?: string;
  readonly sandbox?: boolean;
  readonly output: Output;
  readonly outputFile?: string;
  readonly failOn: Severity;
  readonly now?: Date;
  /** Keeps the result in the database, and knows what is suppressed there. */
  readonly store?: boolean;
  /** Of a runbook: why it is done although the change calendar or the preflight says no. */
  readonly override?: string;
  readonly yes?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** `opsbook run <checklist | check>`: the result on stdout or in a file, progress on stderr, the verdict as exit code. */
export async function runCommand(id: string, options: RunOptions, version: string): Promise<number> {
  if (RUNBOOK_IDS.has(id)) {
    const { runRunbookCommand } = await import('./run-runbook.ts');
    return runRunbookCommand(id, options);
  }
  const { outputFile } = options;
  const facts = readProcess();
  const parameters = parseParameters(options.set);
  if (outputFile !== undefined) await checkWritable(outputFile);
  const progress = createProgress({
    write: (text) => process.stderr.write(text),
    terminal: facts.stderrIsTerminal,
    quiet: options.quiet === true,
    width: facts.columns,
  });
  const stopListening = onInterrupt(() => progress.stop());
  const endpointUrl = endpointUrlOf(options, facts.environment);
  const result = await resultOf(options, {
    id,
    parameters,
    regions: options.region,
    names: options.target,
    environment: facts.environment,
    sandbox: options.sandbox === true,
    progress: (event, calls) => progress.event(event, calls),
    ...(options.config !== undefined && { configFile: options.config }),
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    ...(options.now !== undefined && { now: options.now }),
  }).finally(() => progress.stop());
  const color = outputFile === undefined && wantsColor(facts, options.color);
  const text = await render(options.output, result, { color, width: facts.columns, version });
  if (outputFile === undefined) await print(text);
  else await writeWhole(outputFile, text);
  stopListening();
  return exitCode(result, options.failOn);
}

/** Only what is to be stored needs the database. */
async function resultOf({ store }: RunOptions, request: RunRequest): Promise<ChecklistResult> {
  if (store !== true) return run(request);
  const { runAndStore } = await import('../main/memory/run-and-store.ts');
  return runAndStore(request);
}

/** `1` for a failing finding that is severe enough; `3` when nothing fails but something could not be determined. */
export function exitCode(result: ChecklistResult, failOn: Severity): number {
  const open = result.findings.filter((finding) => !finding.suppressed);
  if (open.some(({ status, severity }) => status === 'fail' && isAtLeast(severity, failOn))) return EXIT.findings;
  return open.some(({ status }) => status === 'unknown') ? EXIT.incomplete : EXIT.done;
}

function onInterrupt(clean: () => void): () => void {
  function interrupted(): void {
    clean();
    removeUnfinished();
    process.stderr.write('opsbook: interrupted; nothing was written and nothing was changed\n');
    process.exit(EXIT.interrupted);
  }
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  return () => {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  };
}
