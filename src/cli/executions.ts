import { readProcess } from '../main/process.ts';
import { EXIT } from './exit.ts';
import { catchInterrupts } from './interrupt.ts';
import { print } from './out.ts';
import { endText, leavingCodeOf } from './outcome.ts';

export interface DeskOptions {
  readonly config?: string;
  readonly output?: string;
  readonly color?: boolean;
}

export interface OrderOptions extends DeskOptions {
  readonly reason?: string;
}

/** `opsbook executions list`: the newest first. */
export async function listCommand(options: DeskOptions & { readonly limit: number }): Promise<number> {
  const { executionsPage } = await import('../main/executions.ts');
  const { environment, columns } = readProcess();
  const printing = { limit: options.limit, json: options.output === 'json', width: columns };
  await print(await executionsPage({ environment, configFile: options.config }, printing));
  return EXIT.done;
}

/** `opsbook executions show <execution>`: the plan, what was done of it, and who said what. */
export async function showCommand(id: string, options: DeskOptions): Promise<number> {
  const { executionPage } = await import('../main/executions.ts');
  const { environment, columns } = readProcess();
  const printing = { json: options.output === 'json', width: columns };
  await print(await executionPage({ environment, configFile: options.config }, id, printing));
  return EXIT.done;
}

/** `opsbook executions follow <execution>`: line by line until it is over; takes part in executing it with `work`. */
export async function followCommand(id: string, options: DeskOptions & { readonly work?: boolean }): Promise<number> {
  const { followExecution } = await import('../main/executions.ts');
  const { environment, columns } = readProcess();
  const signal = catchInterrupts().letEnd();
  const ended = await followExecution(id, {
    environment,
    configFile: options.config,
    takeWork: options.work === true,
    width: columns,
    signal,
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  await print(endText(ended, options.output));
  return leavingCodeOf(ended, signal);
}

/** `opsbook executions resume|undo|cancel <execution>`: says what is wanted, and takes part until it is done. */
export async function orderCommand(
  order: 'resume' | 'undo' | 'cancel',
  id: string,
  options: OrderOptions,
): Promise<number> {
  const { orderExecution } = await import('../main/executions.ts');
  const { environment, columns } = readProcess();
  const signal = catchInterrupts().letEnd();
  const ended = await orderExecution(order, id, {
    environment,
    configFile: options.config,
    reason: options.reason ?? null,
    takeWork: true,
    width: columns,
    signal,
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  await print(endText(ended, options.output));
  // What was asked for was to undo it, or to set it aside: that it is so is no failure.
  return order !== 'resume' && ['undone', 'cancelled'].includes(ended.status)
    ? EXIT.done
    : leavingCodeOf(ended, signal);
}

/** `opsbook approve|reject <execution>` */
export async function voteCommand(decision: 'approve' | 'reject', id: string, options: OrderOptions): Promise<number> {
  const { voteOnExecution } = await import('../main/executions.ts');
  const { environment } = readProcess();
  await print(
    await voteOnExecution(decision, id, { environment, configFile: options.config, reason: options.reason ?? null }),
  );
  return EXIT.done;
}

/** `opsbook audit verify`: whether the log is what was written. */
export async function auditCommand(options: DeskOptions): Promise<number> {
  const { auditText } = await import('../main/executions.ts');
  const { environment } = readProcess();
  const { text, whole } = await auditText({ environment, configFile: options.config });
  await print(text);
  return whole ? EXIT.done : EXIT.findings;
}
