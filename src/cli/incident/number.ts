import { InvalidArgumentError } from 'commander';

/** An incident as people type it: `42`, `INC-42`, `#42`. */
export function incidentNumber(text: string): number {
  const [, digits = ''] = /^(?:inc-?|#)?(\d{1,15})$/i.exec(text.trim()) ?? [];
  const number = Number(digits);
  if (number > 0) return number;
  throw new InvalidArgumentError('Expected an incident such as 42 or INC-42.');
}
