import { createApi } from '../api/create.ts';
import { listen } from '../api/listen.ts';
import { hasPeople } from '../store/people.ts';
import { createPlanner } from './api-planner.ts';
import { startCalendarFor } from './calendar.ts';
import { CHECKS } from './catalog.ts';
import { loadConfig } from './config/load.ts';
import { dataFolder } from './data-folder.ts';
import { type Doors, doorsOf, oidcOf } from './doors.ts';
import { trustedUser } from './local-actor.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';
import { writeServerFile } from './server-file.ts';
import { realTiming } from './clock.ts';
import { teller, type Working } from './work.ts';

export interface UpRequest extends Working {
  readonly version: string;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

export interface Up {
  readonly url: string;
  /** What runs, line by line. */
  readonly words: readonly string[];
  /** Lets the steps under way end, and leaves; others go on with the rest, or this one when it is started again. */
  close(): Promise<void>;
}

/** The server, the worker and the calendar in one process. @throws UsageError, DatabaseUnavailable */
export async function startUp(request: UpRequest): Promise<Up> {
  const { environment, configFile, version, onLost, tell } = request;
  const config = await loadConfig(configFile, CHECKS);
  const oidc = await oidcOf(config.server.oidc, environment);
  const desk = await openDesk({ config, configFile, environment, takeWork: true, onLost, progress: teller(tell) });
  const stopping = new AbortController();
  try {
    const doors = doorsOf(config.server, request, await hasPeople(desk.db));
    const api = createApi({
      desk,
      version,
      planner: createPlanner({ config, environment }),
      publicUrl: doors.publicUrl,
      oidc,
      whoIsHere: () => (doors.trustsThisMachine ? trustedUser(desk, 'api') : Promise.resolve(undefined)),
      report: (number, error) => tell(`error ${number}: ${error instanceof Error ? error.stack : String(error)}`),
      stopping: stopping.signal,
      pause: (ms, signal) => realTiming.sleep(ms, signal),
    });
    const server = await listen(api, doors);
    const url = `http://${doors.host.includes(':') ? `[${doors.host}]` : doors.host}:${server.port}`;
    const calendar = startCalendarFor({ desk, config, configFile, environment, tell });
    const removeFile = await writeServerFile(dataFolder(environment), {
      url,
      pid: process.pid,
      startedAt: desk.now().toISOString(),
    });
    return {
      url,
      words: await wordsOf(doors, desk, url),
      async close() {
        stopping.abort();
        await Promise.all([server.close(), calendar.stop()]);
        await removeFile();
        await desk.close();
      },
    };
  } catch (error) {
    await desk.close();
    throw error;
  }
}

async function wordsOf({ publicUrl, trustsThisMachine }: Doors, desk: OpenDesk, url: string): Promise<string[]> {
  const user = trustsThisMachine ? await trustedUser(desk, 'api') : undefined;
  const who = user
    ? `nobody is registered: whoever can reach it from this machine acts as ${user.id} (opsbook people add)`
    : 'people sign in, programs send a token';
  return [
    `server    ${url}${publicUrl ? `, for others ${publicUrl.origin}` : ''}`,
    `API       ${url}/api/openapi.json`,
    `access    ${who}`,
    `database  ${desk.words}`,
    'worker    takes up executions, also those that another left',
    'calendar  runs the checklists when they are due (opsbook calendar)',
  ];
}
