import type { Desk } from '../engine/desk/desk.ts';
import { giveOrder } from '../engine/desk/give-order.ts';
import { vote } from '../engine/desk/vote.ts';
import { CHECKS } from './catalog.ts';
import { loadConfig } from './config/load.ts';
import { getExecution, localLedger } from './ledger.ts';
import { localActor } from './local-actor.ts';
import type { Office, Where } from './office.ts';
import { openDesk } from './open-desk.ts';

/** The office on the database at hand, with a worker where one is wanted. @throws DatabaseUnavailable */
export async function withLocalOffice<T>(
  { configFile, environment }: Where,
  takeWork: boolean,
  work: (office: Office) => Promise<T>,
): Promise<T> {
  const config = await loadConfig(configFile, CHECKS);
  const desk = await openDesk({ config, configFile, environment, takeWork });
  try {
    return await work(localOffice(desk, environment));
  } finally {
    await desk.close();
  }
}

function localOffice(desk: Desk, environment: Where['environment']): Office {
  return {
    ...localLedger(desk.db),
    async vote(decision, { id, reason }) {
      const execution = await getExecution(desk.db, id);
      return vote(desk, await localActor(desk, environment), { executionId: execution.id, decision, reason });
    },
    async order(order, { id, reason }) {
      const execution = await getExecution(desk.db, id);
      await giveOrder(desk, await localActor(desk, environment), { executionId: execution.id, order, reason });
    },
  };
}
