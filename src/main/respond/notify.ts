import { createHash } from 'node:crypto';
import type { Message } from '../../model/incident/message.ts';
import type { Responder } from '../../respond/responder.ts';
import { notificationOf } from '../../respond/incidents/notification.ts';
import { insertNotifications } from '../../store/notifications.ts';

interface Saying {
  /** A channel of the configuration; the one for summaries where none is named. */
  readonly channel: string | null;
  readonly message: string;
  /** What says it: the same step of the same execution says it once. */
  readonly key: string;
}

/** Leaves a message to be delivered, and says by which channel. That there is none fails nobody: it is said. */
export async function notifyBy(
  responder: Responder,
  summaryChannel: string | undefined,
  { channel, message, key }: Saying,
): Promise<string> {
  const name = channel ?? summaryChannel;
  if (name === undefined) return `no channel is named (incidents.summaryChannel); it would have said: ${message}`;
  if (!responder.settings.channels.has(name))
    return `the configuration has no channel ${name}; it would have said: ${message}`;
  const at = responder.now();
  const own = `said/${createHash('sha256').update(`${key}\n${message}`).digest('base64url').slice(0, 22)}`;
  const notice: Message = {
    key: own,
    kind: 'notice',
    subject: message.split('\n', 1)[0] ?? '',
    body: message,
    incident: null,
    at,
  };
  await insertNotifications(responder.db, [
    notificationOf(notice, { incident: null, channel: name, lane: `${name}/*/said` }),
  ]);
  responder.wake();
  return `said through ${name}`;
}
