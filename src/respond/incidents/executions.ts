import { renew } from '../../model/incident/escalation.ts';
import { linkExecution, listMovedExecutions, tellExecution } from '../../store/incident-executions.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Responder, Responding } from '../responder.ts';
import { type Change, changeIncident } from './change.ts';
import { OPSBOOK, type Scene } from './scene.ts';
import { worldOf } from './world.ts';

interface Started {
  readonly executionId: string;
  readonly runbook: string;
  readonly by: Responding;
}

/** A runbook is carried out for an incident: fixing has begun, and how it goes stands on the timeline. */
export function attachExecution(
  responder: Responder,
  number: number,
  { executionId, runbook, by }: Started,
): Promise<IncidentRow> {
  return changeIncident(responder, number, async (incident, scene, trx) => {
    await linkExecution(trx, number, executionId);
    const { now } = scene;
    const isFixing =
      incident.status === 'investigating' || incident.status === 'responding' || incident.status === 'ticket';
    const happened = [
      {
        kind: 'execution',
        text: `${runbook} is asked for: execution ${executionId}`,
        at: now,
        by,
        eventId: `${executionId} asked`,
        details: { executionId, runbook },
      },
    ];
    const moved = renew(incident.escalation, worldOf(incident, scene));
    if (!isFixing) return { incident, happened, moved };
    return {
      moved,
      incident: { ...incident, status: 'fixing', statusSince: now },
      happened: [
        ...happened,
        {
          kind: 'status',
          text: 'Fixing',
          at: now,
          by,
          eventId: undefined,
          details: { from: incident.status, to: 'fixing' },
        },
      ],
    };
  });
}

/** Tells timelines how executions go; one that succeeded is to be verified. Gives how many were told. */
export async function followExecutions(responder: Responder): Promise<number> {
  const moved = await listMovedExecutions(responder.db);
  for (const { incident: number, executionId, runbook, status, outcome } of moved) {
    await changeIncident(responder, number, async (incident, scene, trx) => {
      // Of several who look at once, the first tells.
      const isNews = await tellExecution(trx, number, executionId, status);
      return isNews ? told(incident, { executionId, runbook, status, outcome }, scene) : { incident, happened: [] };
    });
  }
  return moved.length;
}

interface Stood {
  readonly executionId: string;
  readonly runbook: string;
  readonly status: string;
  readonly outcome: string | null;
}

function told(incident: IncidentRow, { executionId, runbook, status, outcome }: Stood, { now }: Scene): Change {
  const text = `${runbook} ${status}${outcome ? `: ${outcome}` : ''} (execution ${executionId})`;
  const execution = {
    kind: 'execution',
    text,
    at: now,
    by: OPSBOOK,
    eventId: `${executionId} ${status} ${now.toISOString()}`,
    details: { executionId, status },
  };
  if (status !== 'succeeded' || incident.status !== 'fixing') return { incident, happened: [execution] };
  return {
    incident: { ...incident, status: 'verifying', statusSince: now },
    happened: [
      execution,
      {
        kind: 'status',
        text: 'Verifying: what was done has succeeded',
        at: now,
        by: OPSBOOK,
        details: { from: 'fixing', to: 'verifying' },
      },
    ],
  };
}
