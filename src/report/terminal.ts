import pc from 'picocolors';
import type { ChecklistResult } from '../model/result.ts';
import { runCommand } from './digest/command.ts';
import { failingLines } from './terminal/failing.ts';
import { footerLines, headerLines } from './terminal/header.ts';
import { nextLines } from './terminal/next.ts';
import type { Page } from './terminal/page.ts';
import { passedLines, suppressedLines } from './terminal/passed.ts';
import { placeLines } from './terminal/places.ts';
import { sectionLines } from './terminal/sections.ts';
import { unknownLines } from './terminal/unknown.ts';

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const NARROWEST = 40;

/**
 * What someone on call reads, half asleep: the sentence first, then what is wrong, worst first, then what to do. No line
 * is longer than the terminal is wide, and nothing found in AWS can move its cursor.
 */
export function renderTerminal(result: ChecklistResult, options: TerminalOptions): string {
  const page: Page = {
    width: Math.max(NARROWEST, options.width),
    paint: pc.createColors(options.color),
    manyPlaces: result.targets.length > 1,
    command: runCommand(result),
  };
  const parts = [
    headerLines(result, page),
    placeLines(result, page),
    failingLines(result, page),
    unknownLines(result, page),
    sectionLines(result, page),
    suppressedLines(result, page),
    passedLines(result, page),
    nextLines(result, page),
    footerLines(result, page),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
