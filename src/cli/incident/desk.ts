import { type IncidentDesk, withIncidentDesk } from '../../main/incidents/desk.ts';
import { readProcess } from '../../main/process.ts';
import { plain } from '../../report/text/plain.ts';

export interface IncidentOptions {
  readonly config?: string;
  readonly output?: string;
}

/** Incidents by the server of `OPSBOOK_SERVER`, or on the database at hand. */
export function atDesk<T>({ config }: IncidentOptions, work: (desk: IncidentDesk) => Promise<T>): Promise<T> {
  const { environment } = readProcess();
  return withIncidentDesk({ environment, configFile: config, tell: warn }, work);
}

/** What is wrong beside what was asked for, which is done all the same. */
export function warn(line: string): void {
  process.stderr.write(`opsbook: warning: ${plain(line)}\n`);
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
