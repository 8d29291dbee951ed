import { inTransaction } from '../../store/database.ts';
import { appendIncidentEvents } from '../../store/incident-events.ts';
import { lockIncident, findIncident, saveIncidents } from '../../store/incidents.ts';
import type { NotificationRow } from '../../store/notifications.ts';
import { DeliveryFailed, type Receipt } from '../channels/define.ts';
import type { Channel, DeliveryPorts, Responder } from '../responder.ts';

/** Opens the incident's own place to talk, and keeps where it is. Again, where that is not known to have worked. */
export async function openRoomFor(
  claimed: NotificationRow,
  channel: Channel,
  responder: Responder,
  ports: DeliveryPorts,
): Promise<Receipt> {
  const number = claimed.incident;
  const incident = number === null ? undefined : await findIncident(responder.db, number);
  if (!incident) throw new DeliveryFailed('the incident is gone', { permanent: true });
  if (incident.room) return { id: incident.room.id, detail: `#${incident.room.name} is there already` };
  const { people } = responder.settings;
  const invited = [...new Set([...incident.escalation.paged, ...incident.escalation.acknowledgedBy])];
  const { id, name } = await ports.openRoom(channel, {
    key: claimed.key,
    name: `inc ${incident.number} ${incident.title}`,
    topic: `${incident.severity} #${incident.number} ${incident.title}`,
    invite: invited.flatMap((one) => people.get(one) ?? []),
    again: claimed.attempts > 1,
  });
  await inTransaction(responder.db, async (trx) => {
    const row = await lockIncident(trx, incident.number);
    // Of two who opened one, the first counts.
    if (!row || row.room) return;
    await saveIncidents(trx, [{ ...row, room: { channel: channel.name, id, name } }]);
    const at = responder.now();
    await appendIncidentEvents(trx, [
      {
        incident: row.number,
        at,
        recordedAt: at,
        source: 'delivery',
        eventId: `room ${id}`,
        kind: 'room',
        actor: 'opsbook',
        text: `Talk is in #${name}`,
        details: { channel: channel.name, id },
      },
    ]);
  });
  return { id, detail: `#${name} opened` };
}
