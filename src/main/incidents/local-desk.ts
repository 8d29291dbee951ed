import { requireOperator } from '../../api/guard/incident-scope.ts';
import { requireRole } from '../../engine/desk/require-role.ts';
import { requireScope } from '../../engine/desk/require-scope.ts';
import { NoSuchIncident } from '../../respond/incidents/errors.ts';
import { attachExecution, followExecutions } from '../../respond/incidents/executions.ts';
import { openByHand, perform } from '../../respond/incidents/perform.ts';
import { listOf, pageOf, viewOf } from '../../respond/incidents/view.ts';
import { findIncident, findNewestByKey, type IncidentRow } from '../../store/incidents.ts';
import { getExecution } from '../ledger.ts';
import type { IncidentDesk } from './desk.ts';
import type { LocalResponder } from './local-responder.ts';

/** Incidents of the database at hand, as who works at this machine. */
export function localIncidentDesk({ responder, actor, by }: LocalResponder): IncidentDesk {
  const { db, now, settings } = responder;
  const seen = (row: IncidentRow) => viewOf(row, { now: now(), settings });
  const get = async (number: number) => {
    const row = await findIncident(db, number);
    if (!row) throw new NoSuchIncident(number);
    return row;
  };
  return {
    async list(listing) {
      requireRole(actor, 'viewer', 'look at incidents');
      return listOf(responder, listing);
    },
    async show(number) {
      requireRole(actor, 'viewer', 'look at incidents');
      return pageOf(responder, number);
    },
    async open(opening) {
      requireOperator(actor, opening.labels, 'open an incident');
      const before = opening.key === undefined ? undefined : await findNewestByKey(db, opening.key);
      if (before) requireOperator(actor, before.labels, `add to incident ${before.number}`);
      const { number, how } = await openByHand(responder, opening, { by });
      return { how, incident: seen(await get(number)) };
    },
    async perform(number, action) {
      const what = `${action.action} incident ${number}`;
      requireRole(actor, 'operator', what);
      requireOperator(actor, (await get(number)).labels, what);
      return seen(await perform(responder, number, action, { by }));
    },
    async attach(number, execution) {
      const what = `attach an execution to incident ${number}`;
      requireRole(actor, 'operator', what);
      const { id, runbook, environment } = await getExecution(db, execution);
      requireScope(actor, { runbook, environment }, what);
      await attachExecution(responder, number, { executionId: id, runbook, by });
    },
    async tellExecutions() {
      await followExecutions(responder);
    },
  };
}
