import { calendarPage } from '../main/calendar-page.ts';
import { readProcess } from '../main/process.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';

export interface CalendarOptions {
  readonly config?: string;
  readonly output: 'table' | 'json';
}

/** `opsbook calendar`: when each checklist is run next, how it came out last, and what was missed. */
export async function calendarCommand({ config, output }: CalendarOptions): Promise<number> {
  const { environment, columns: width } = readProcess();
  await print(await calendarPage({ environment, configFile: config, json: output === 'json', width }));
  return EXIT.done;
}
