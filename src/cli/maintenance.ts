import { type MaintenanceDesk, withMaintenance } from '../main/incidents/maintenance.ts';
import { readProcess } from '../main/process.ts';
import { UsageError } from '../model/errors.ts';
import { maintenanceEndWords, maintenanceTable, maintenanceWords } from '../report/incident/maintenance.ts';
import { EXIT } from './exit.ts';
import { type IncidentOptions, jsonText, warn } from './incident/desk.ts';
import { print } from './out.ts';
import { parseParameters } from './parameters.ts';
import { parseUntil } from './when.ts';

/** `opsbook maintenance list`: what holds, and what is ahead. */
export async function maintenanceListCommand(options: IncidentOptions): Promise<number> {
  const windows = await atDesk(options, (desk) => desk.list());
  const { columns } = readProcess();
  await print(options.output === 'json' ? jsonText({ windows }) : maintenanceTable(windows, new Date(), columns));
  return EXIT.done;
}

export interface StartOptions extends IncidentOptions {
  readonly match: readonly string[];
  readonly start?: string;
  readonly until?: string;
  readonly for?: string;
}

/** `opsbook maintenance start <name>`: from now on, unless a start is given. */
export async function maintenanceStartCommand(name: string, options: StartOptions): Promise<number> {
  const now = new Date();
  const start = options.start === undefined ? now : parseUntil(options.start, now);
  // A duration is how long it lasts.
  const end = parseUntil(endOf(options), start);
  const match = parseParameters(options.match, '--match');
  if (name.trim() === '') throw new UsageError('a maintenance window needs a name');
  const window = await atDesk(options, (desk) => desk.start({ name: name.trim(), match, start, end }));
  await print(options.output === 'json' ? jsonText(window) : maintenanceWords(window, new Date()));
  return EXIT.done;
}

/** `opsbook maintenance end <id>`: what it alone held is paged at once. */
export async function maintenanceEndCommand(id: number, options: IncidentOptions): Promise<number> {
  const released = await atDesk(options, (desk) => desk.end(id));
  await print(options.output === 'json' ? jsonText({ id, released }) : maintenanceEndWords(id, released));
  return EXIT.done;
}

function endOf({ until, for: duration }: StartOptions): string {
  const end = until ?? duration;
  if (end === undefined) throw new UsageError('a maintenance window needs an end: --until an instant, or --for 2h');
  return end;
}

function atDesk<T>({ config }: IncidentOptions, work: (desk: MaintenanceDesk) => Promise<T>): Promise<T> {
  return withMaintenance({ environment: readProcess().environment, configFile: config, tell: warn }, work);
}
