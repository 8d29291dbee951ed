import { realTiming } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import type { Database } from '../../store/database.ts';
import { hearOthers } from '../../store/news.ts';
import type { DeliveryPorts, Responder } from '../../respond/responder.ts';
import { startResponding } from '../../respond/start.ts';
import { approvalAsker } from './ask-approvals.ts';
import { accountsOf } from './accounts.ts';
import { alarmReader } from './alarms.ts';
import { createFirstLook } from './first-look.ts';
import { deliveryPorts } from './ports.ts';
import { createRoster } from './roster.ts';
import { respondSettingsOf } from './settings.ts';

export interface RespondSources {
  readonly db: Database;
  readonly now: () => Date;
  readonly config: Config;
  readonly configFile?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly tell: (line: string) => void;
  /** Of browsers on this machine, where nothing else is configured. */
  readonly url?: string | null;
}

/** What commands and requests about incidents work with. What they leave to be done, whoever works on the database does. */
export function createResponder({ db, now, config, tell, url = null }: RespondSources): Responder {
  return {
    db,
    now,
    settings: respondSettingsOf(config, url),
    roster: createRoster({ config, db, now, tell }),
    wake: () => undefined,
  };
}

export interface RespondingHere {
  readonly responder: Responder;
  readonly delivery: DeliveryPorts;
  /** By how much timers were late, in milliseconds: the latest of each look since it was asked last. */
  takeLateness(): readonly number[];
  stop(): Promise<void>;
}

const MOST_LATENESSES = 1000;

/** Does here what responding does by itself: pages, timers, signals. @throws where the database does not answer */
export async function startRespondingHere(
  sources: RespondSources & {
    readonly databaseUrl: string;
    readonly everyMinute?: readonly ((responder: Responder) => Promise<unknown>)[];
  },
): Promise<RespondingHere> {
  const { config, configFile, environment, now, tell, databaseUrl, everyMinute = [] } = sources;
  const askApprovals = approvalAsker(config.incidents.summaryChannel);
  const accounts = accountsOf({ config, environment });
  const firstLook = createFirstLook({ config, configFile, environment, now });
  let wake = (): void => undefined;
  let latenesses: number[] = [];
  const responder: Responder = { ...createResponder(sources), wake: () => wake() };
  const delivery = deliveryPorts({ environment, accounts, firstLook, now });
  const work = startResponding({
    responder,
    ports: delivery,
    readAlarms: alarmReader(accounts, tell),
    sleep: (ms, signal) => realTiming.sleep(ms, signal),
    tell,
    often: [() => askApprovals(responder)],
    everyMinute: everyMinute.map((one) => () => one(responder)),
    onLateness(ms) {
      if (latenesses.length < MOST_LATENESSES) latenesses.push(ms);
    },
  });
  wake = () => work.wake();
  const news = await hearOthers(databaseUrl, () => work.wake());
  return {
    responder,
    delivery,
    takeLateness() {
      const taken = latenesses;
      latenesses = [];
      return taken;
    },
    async stop() {
      await news.close();
      await work.stop();
    },
  };
}
