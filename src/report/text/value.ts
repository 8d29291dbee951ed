import { readable } from './readable.ts';
import type { Json } from '../../model/json.ts';
import type { Column } from '../../model/section.ts';
import { plain } from './plain.ts';

type Format = NonNullable<Column['format']>;

/** A cell as it is read; what is not there is `–`, never an empty cell that could mean zero. */
export function cellText(value: Json | undefined, format: Format = 'text'): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'number') return numberText(value, format);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string')
    return format === 'date' || format === 'instant' ? timeText(value, format) : readable(value);
  if (Array.isArray(value)) return value.length === 0 ? '–' : plain(value.map((item) => cellText(item)).join(', '));
  return plain(JSON.stringify(value));
}

export function numberText(value: number, format: Format): string {
  switch (format) {
    case 'usd':
      return usd(value);
    case 'bytes':
      return bytes(value);
    case 'percent':
      return `${trimmed(value, 1)} %`;
    case 'date':
    case 'instant':
    case 'number':
    case 'text':
      return trimmed(value, Math.abs(value) < 10 ? 2 : 1);
  }
}

export function isNumeric(format: Format | undefined): boolean {
  return format === 'number' || format === 'usd' || format === 'bytes' || format === 'percent';
}

/** `2026-11-23` or `2026-11-23 08:00 UTC`; what is no time is printed as it is. */
export function timeText(value: string, format: 'date' | 'instant'): string {
  const ms = Date.parse(value);
  if (!/^\d{4}-\d\d-\d\d/.test(value) || Number.isNaN(ms)) return plain(value);
  const iso = new Date(ms).toISOString();
  return format === 'date' || value.length === 10 ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** Cents below a thousand dollars, whole dollars above; less than a cent is not nothing. */
function usd(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? '-' : '';
  if (size > 0 && size < 0.01) return `${sign}<$0.01`;
  return `${sign}$${grouped(size, size < 1000 ? 2 : 0, size < 1000 ? 2 : 0)}`;
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

function bytes(value: number): string {
  const { divisor, unit } = byteUnit(value);
  return `${trimmed(value / divisor, 1)} ${unit}`;
}

/** The unit in which a number of bytes has one to four digits in front of the point. */
export function byteUnit(value: number): { divisor: number; unit: string } {
  const size = Math.max(1, Math.abs(value));
  const power = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(size) / 10));
  return { divisor: 1024 ** power, unit: BYTE_UNITS[power] ?? 'B' };
}

function trimmed(value: number, digits: number): string {
  return grouped(value, 0, digits);
}

function grouped(value: number, least: number, most: number): string {
  const text = value.toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: most });
  return text === '-0' ? '0' : text;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** The first of many, and how many more there are: `a, b and 12 more`. */
export function abridged(items: readonly string[], most: number): string {
  return items.length <= most + 1 ? listed(items) : listed([...items.slice(0, most), `${items.length - most} more`]);
}
