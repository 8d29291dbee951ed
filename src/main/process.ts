/** What the process was started with: the only place that reads it. Everything else is given what it needs. */
export interface ProcessFacts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly columns: number;
}

export function readProcess(): ProcessFacts {
  const columns = process.stdout.columns ?? Number(process.env['COLUMNS']);
  return {
    environment: process.env,
    stdinIsTerminal: process.stdin.isTTY === true,
    stdoutIsTerminal: process.stdout.isTTY === true,
    stderrIsTerminal: process.stderr.isTTY === true,
    columns: Number.isInteger(columns) && columns >= 40 ? columns : 80,
  };
}

/** https://no-color.org: set to anything but the empty string. */
export function wantsColor(facts: ProcessFacts, flag: boolean): boolean {
  return flag && facts.stdoutIsTerminal && !facts.environment['NO_COLOR'] && facts.environment['TERM'] !== 'dumb';
}

/** The SDK's advice about Node versions is no concern of who reads a health check. */
export function quietSdk(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}
