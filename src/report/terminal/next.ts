import type { ChecklistResult } from '../../model/result.ts';
import { type NextStep, nextSteps } from '../digest/next-steps.ts';
import { heading, type Page, paragraph } from './page.ts';

export function nextLines(result: ChecklistResult, page: Page): string[] {
  const steps = nextSteps(result);
  if (steps.length === 0) return [];
  return [heading('WHAT TO DO NEXT', page), ...steps.flatMap((step, index) => stepLines(step, index + 1, page))];
}

function stepLines({ title, text, commands }: NextStep, number: number, page: Page): string[] {
  const first = `${String(number).padStart(3)}. `;
  return [
    ...paragraph(title, page, first).map(page.paint.bold),
    ...(text === '' ? [] : paragraph(text, page, '     ')),
    ...commands.flatMap((command) => paragraph(`$ ${command}`, page, '     ', '         ').map(page.paint.cyan)),
  ];
}
