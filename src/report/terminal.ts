import type { ChecklistResult } from '../model/result.ts';

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

export function renderTerminal(result: ChecklistResult, _options: TerminalOptions): string {
  const lines = result.findings.map((finding) => `${finding.status} ${finding.severity} ${finding.reason}`);
  return `${result.title}\n${lines.join('\n')}\n`;
}
