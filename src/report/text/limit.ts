import type { Plot } from '../../model/section.ts';
import { numberText } from './value.ts';

/** `max_connections 500`; of a limit at zero its name says all: `full`. */
export function limitText({ label, value }: NonNullable<Plot['limit']>, unit: Plot['unit']): string {
  return value === 0 ? label : `${label} ${numberText(value, unit)}`;
}
