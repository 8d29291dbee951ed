import { createApi } from '../api/create.ts';
import { listen } from '../api/listen.ts';
import type { Router } from '../api/router.ts';
import { hasPeople } from '../store/people.ts';
import { createPlanner } from './api-planner.ts';
import { startCalendarFor } from './calendar.ts';
import { respondPorts } from './respond/api-ports.ts';
import { startRespondingHere } from './respond/compose.ts';
import { handOffWatcher } from './respond/hand-offs.ts';
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
  const leaving: (() => Promise<void>)[] = [];
  try {
    const doors = doorsOf(config.server, request, await hasPeople(desk.db));
    let api: Router | undefined;
    // Links have the port in them, which is known once it listens; what is asked before all is up, is asked too early.
    const server = await listen({ fetch: (...asked) => api?.fetch(...asked) ?? notYet() }, doors);
    leaving.push(() => server.close());
    const url = `http://${doors.host.includes(':') ? `[${doors.host}]` : doors.host}:${server.port}`;
    const { db, now, url: databaseUrl } = desk;
    const sources = { db, now, config, configFile, environment, tell, url };
    const responding = await startRespondingHere({ ...sources, databaseUrl, everyMinute: [handOffWatcher(config)] });
    leaving.push(() => responding.stop());
    api = createApi({
      ...respondPorts(responding, sources),
      desk,
      tell,
      version,
      planner: createPlanner({ config, environment }),
      publicUrl: doors.publicUrl,
      oidc,
      whoIsHere: () => (doors.trustsThisMachine ? trustedUser(desk, 'api') : Promise.resolve(undefined)),
      report: (number, error) => tell(`error ${number}: ${error instanceof Error ? error.stack : String(error)}`),
      stopping: stopping.signal,
      pause: (ms, signal) => realTiming.sleep(ms, signal),
    });
    const calendar = startCalendarFor({ desk, config, configFile, environment, tell });
    leaving.push(() => calendar.stop());
    const removeFile = await writeServerFile(dataFolder(environment), {
      url,
      pid: process.pid,
      startedAt: desk.now().toISOString(),
    });
    return {
      url,
      words: await wordsOf({ doors, desk, url, intakes: Object.keys(config.intake) }),
      async close() {
        await leave();
        await removeFile();
        await desk.close();
      },
    };
  } catch (error) {
    await leave();
    await desk.close();
    throw error;
  }

  async function leave(): Promise<void> {
    stopping.abort();
    await Promise.all(leaving.map((end) => end()));
  }
}

function notYet(): Response {
  return new Response(null, { status: 503, headers: { 'retry-after': '1' } });
}

interface Standing {
  readonly doors: Doors;
  readonly desk: OpenDesk;
  readonly url: string;
  readonly intakes: readonly string[];
}

async function wordsOf({ doors, desk, url, intakes }: Standing): Promise<string[]> {
  const { publicUrl, trustsThisMachine } = doors;
  const outside = publicUrl?.origin ?? url;
  const user = trustsThisMachine ? await trustedUser(desk, 'api') : undefined;
  const who = user
    ? `nobody is registered: whoever can reach it from this machine acts as ${user.id} (opsbook people add)`
    : 'people sign in, programs send a token';
  return [
    `server    ${url}${publicUrl ? `, for others ${publicUrl.origin}` : ''}`,
    `API       ${url}/api/openapi.json`,
    `access    ${who}`,
    `hooks     ${outside}/hooks/<name>${intakes.length > 0 ? `: ${intakes.join(', ')}` : ', once the configuration has an intake'}`,
    `metrics   ${url}/metrics`,
    `database  ${desk.words}`,
    'worker    takes up executions, also those that another left',
    'calendar  runs the checklists when they are due (opsbook calendar)',
  ];
}
