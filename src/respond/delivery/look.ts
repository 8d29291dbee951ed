import { claimNotifications, endAttempt } from '../../store/attempts.ts';
import type { NotificationRow } from '../../store/notifications.ts';
import { findIncident } from '../../store/incidents.ts';
import { changeIncident } from '../incidents/change.ts';
import { type Happened, OPSBOOK } from '../incidents/scene.ts';
import type { DeliveryPorts, FirstLook, Responder } from '../responder.ts';

/** A look has deadlines of its own, source by source; this is for a process that died over it. */
const LEASE_MS = 120_000;
const AT_ONCE = 4;
const MOST_ATTEMPTS = 3;
const AGAIN_AFTER_MS = 30_000;

/** Has the first looks that are due, and puts what they saw on the timelines. Gives how many. */
export async function look(responder: Responder, ports: DeliveryPorts, leaseMs = LEASE_MS): Promise<number> {
  const claimed = await claimNotifications(responder.db, {
    kinds: ['look'],
    now: responder.now(),
    leaseMs,
    limit: AT_ONCE,
  });
  await Promise.all(claimed.map((one) => lookOnce(one, responder, ports)));
  return claimed.length;
}

async function lookOnce(claimed: NotificationRow, responder: Responder, ports: DeliveryPorts): Promise<void> {
  const { db, now } = responder;
  const incident = claimed.incident === null ? undefined : await findIncident(db, claimed.incident);
  if (!incident) return;
  try {
    const seen = await ports.firstLook(incident);
    await changeIncident(responder, incident.number, (row) => ({ incident: row, happened: evidence(seen, now()) }));
    await endAttempt(db, claimed, { status: 'sent', at: now(), detail: 'looked' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isLast = claimed.attempts >= MOST_ATTEMPTS;
    const dueAt = new Date(now().getTime() + AGAIN_AFTER_MS);
    await endAttempt(db, claimed, { status: isLast ? 'failed' : 'waiting', at: now(), detail: reason, dueAt });
    if (!isLast) return;
    const text = `The first look failed: ${reason}. By hand: opsbook run incident/first-look`;
    await changeIncident(responder, incident.number, (row) => ({
      incident: row,
      happened: [{ kind: 'evidence', text, at: now(), by: OPSBOOK, eventId: 'first look' }],
    }));
  }
}

function evidence({ causes, failing, summary, mitigations }: FirstLook, at: Date): Happened[] {
  const causeLines = causes.slice(0, 3).map((cause, index) => `${index + 1}. ${cause}`);
  const likely = causes.length > 0 ? `Likely cause: ${causes[0] ?? ''}` : 'No likely cause was found';
  const text = [likely, ...causeLines.slice(1), summary, ...failing.slice(0, 3).map((one) => `- ${one}`)].join('\n');
  const details = { causes: [...causes], failing: [...failing], summary };
  const offered = mitigations.map(({ runbook, title }) => `${title} (${runbook})`);
  return [
    { kind: 'evidence', text, at, by: OPSBOOK, eventId: 'first look', details },
    ...(mitigations.length > 0
      ? [
          {
            kind: 'mitigation',
            text: `What may help, as plans to look at first: ${offered.join('; ')}`,
            at,
            by: OPSBOOK,
            eventId: 'mitigations',
            details: {
              mitigations: mitigations.map((one) => ({
                ...one,
                parameters: { ...one.parameters },
                missing: [...one.missing],
              })),
            },
          },
        ]
      : []),
  ];
}
