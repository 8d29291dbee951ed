import type { ChecklistResult } from '../model/result.ts';

export function renderJson(result: ChecklistResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
