import { columnLines } from '../text/columns.ts';
import { localTime } from '../text/local-time.ts';
import { plain } from '../text/plain.ts';

/** An override as it is stored. */
export interface StoredOverride {
  readonly id: number;
  readonly type: 'add' | 'remove' | 'replace';
  readonly person: string | null;
  readonly removed: string | null;
  readonly rotation: string | null;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly reason: string | null;
  readonly createdBy: string;
}

/** Stored overrides, one a line, in the order in which they act. */
export function overridesText(rows: readonly StoredOverride[], timezone: string, width: number): string {
  if (rows.length === 0)
    return 'No override is stored that is not over (those of the configuration are in its file).\n';
  const lines = rows.map((row) => [
    String(row.id),
    localTime(row.startAt, timezone),
    localTime(row.endAt, timezone),
    whatOf(row),
    plain(row.createdBy),
    plain(row.reason ?? ''),
  ]);
  const table = columnLines([['ID', 'FROM', 'UNTIL', 'WHAT', 'BY', 'REASON'], ...lines], width);
  return `${table}\nTimes in ${timezone}.\n`;
}

/** `Override 3: bob instead of alice, Mon 2026-03-02 09:00 to …` */
export function overrideWords(row: StoredOverride, timezone: string): string {
  const span = `${localTime(row.startAt, timezone)} to ${localTime(row.endAt, timezone)} ${timezone}`;
  return `Override ${row.id}: ${whatOf(row)}, ${span}.`;
}

function whatOf({ type, person, removed, rotation }: StoredOverride): string {
  const where = rotation === null ? '' : ` (${plain(rotation)})`;
  switch (type) {
    case 'add':
      return `${plain(person ?? '')} too${where}`;
    case 'remove':
      return `without ${plain(removed ?? '')}${where}`;
    case 'replace':
      return `${plain(person ?? '')} instead of ${plain(removed ?? '')}${where}`;
  }
}
