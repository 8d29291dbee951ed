import type { ChecklistResult } from '../model/result.ts';
import { renderJson } from './json.ts';
import { renderTerminal, type TerminalOptions } from './terminal.ts';

/** Every way to print a checklist's result, by the name `--output` takes. */
export const FORMATS = {
  table: renderTerminal,
  json: renderJson,
} satisfies Record<string, (result: ChecklistResult, options: TerminalOptions) => string>;
