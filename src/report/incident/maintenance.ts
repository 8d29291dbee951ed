import { columnLines } from '../text/columns.ts';
import { plain } from '../text/plain.ts';
import { listed } from '../text/value.ts';
import { instantWords } from './words.ts';

/** A time in which what is opened pages nobody, as it is stored. Instants are UTC. */
export interface StoredMaintenance {
  readonly id: number;
  readonly name: string;
  readonly match: Readonly<Record<string, string>>;
  readonly start: string;
  readonly end: string;
  readonly actor: string;
  readonly createdAt: string;
}

/** One a line, the earliest first. */
export function maintenanceTable(windows: readonly StoredMaintenance[], now: Date, width: number): string {
  if (windows.length === 0)
    return 'No maintenance is stored that is not over (that of the configuration is in its file).\n';
  const rows = windows.map(({ id, name, match, start, end, actor }) => [
    String(id),
    Date.parse(start) <= now.getTime() ? 'holds' : `from ${instantWords(start, now)}`,
    `until ${instantWords(end, now)}`,
    plain(name),
    matchWords(match),
    plain(actor),
  ]);
  return columnLines(rows, width);
}

/** One line after it was begun: what it does. */
export function maintenanceWords({ id, name, match, start, end }: StoredMaintenance, now: Date): string {
  const from = Date.parse(start) <= now.getTime() ? '' : `From ${instantWords(start, now)} on, `;
  const what = Object.keys(match).length === 0 ? 'whatever is opened' : `what is opened with ${matchWords(match)}`;
  const words = `${from}${what} pages nobody before ${instantWords(end, now)}`;
  return `${plain(`Maintenance ${id} (${name}): ${words}; what was open before goes on.`)}\n`;
}

/** One line after it was ended: who is paged for it now. */
export function maintenanceEndWords(id: number, released: readonly number[]): string {
  const names = released.map((number) => `INC-${number}`);
  return `Maintenance ${id} is over${names.length > 0 ? `: ${listed(names)} ${names.length > 1 ? 'are' : 'is'} paged now` : ''}.\n`;
}

function matchWords(match: StoredMaintenance['match']): string {
  const words = Object.entries(match).map(([key, value]) => `${key}=${value}`);
  return words.length > 0 ? plain(words.join(' ')) : 'everything';
}
