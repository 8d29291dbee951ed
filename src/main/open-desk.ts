import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { z } from 'zod';
import type { Desk } from '../engine/desk/desk.ts';
import { conduct } from '../engine/conduct/conduct.ts';
import { takeCareOfOrphans } from '../engine/desk/orphans.ts';
import { startDurable } from '../engine/durable/start.ts';
import type { ProgressEvent } from '../engine/execute/ports.ts';
import { openDatabase } from '../store/database.ts';
import { realClock } from './clock.ts';
import type { Config } from './config/schema.ts';
import { locateDatabase } from './data-folder.ts';
import { createHindrances } from './hindrances.ts';
import { createWorkplace } from './workplace.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface OpenDesk extends Desk {
  /** Where the database is, in words. */
  readonly words: string;
  readonly url: string;
  /** Lets what is under way come to a point where it can be taken up again, and leaves. */
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly config: Config;
  /** Where it stands, for what it names by relative paths. */
  readonly configFile?: string | undefined;
  readonly environment: Environment;
  /** Whether this process executes too, or only asks. */
  readonly takeWork: boolean;
  readonly progress?: (executionId: string, event: ProgressEvent) => void;
  readonly onLost?: () => void;
}

/** Who works answers, pages and looks at the same time. */
const WORKING_CONNECTIONS = 10;
const ASKING_CONNECTIONS = 5;

/** The database, and the durable engine on it. @throws DatabaseUnavailable */
export async function openDesk(options: DeskOptions): Promise<OpenDesk> {
  const { config, environment, takeWork, progress = () => undefined, onLost } = options;
  const located = await locateDatabase(environment);
  const db = await openDatabase(located.url, { connections: takeWork ? WORKING_CONNECTIONS : ASKING_CONNECTIONS });
  const workplace = createWorkplace({ db, config, environment, progress });
  const durable = await startDurable({
    url: located.url,
    executorId: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    takeWork,
    work: (context, _runId, input) => conduct(context, workplace, assignment.parse(input)),
    ...(onLost && { onLost }),
  });
  const desk = { db, durable, now: realClock };
  const orphans = takeWork ? everyMinute(async () => takeCareOfOrphans(desk, await durable.underWay())) : undefined;
  return {
    ...desk,
    hindrances: createHindrances({ config, configFile: options.configFile, environment, db, now: realClock }),
    words: located.words,
    url: located.url,
    async close() {
      await orphans?.stop();
      await durable.stop();
      await db.destroy();
      await located.leave();
    },
  };
}

const MINUTE_MS = 60_000;

/** Now and every minute from now. That one fails is no matter: there is a next. */
function everyMinute(work: () => Promise<void>): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let underWay = Promise.resolve();
  function look(): void {
    underWay = work().catch(() => undefined);
    void underWay.then(() => {
      if (!isOver) timer = setTimeout(look, MINUTE_MS);
    });
  }
  look();
  return {
    async stop() {
      isOver = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}

const assignment = z.object({ executionId: z.string(), way: z.enum(['do', 'resume', 'undo', 'cancel']) });
