import type { Message } from '../../model/incident/message.ts';
import type { NewNotification } from '../../store/notifications.ts';
import { kept } from './messages.ts';

interface Destination extends Pick<NewNotification, 'incident' | 'channel' | 'lane'> {
  /** The channel's own place for all where absent. */
  readonly address?: string | null;
  readonly person?: string | null;
  /** At once where absent. */
  readonly dueAt?: Date;
}

/** What has to be delivered for a message that goes one way: under the message's own key, from its time on. */
export function notificationOf(message: Message, destination: Destination): NewNotification {
  const { key, kind, at } = message;
  return {
    address: null,
    person: null,
    dueAt: at,
    ...destination,
    key,
    kind,
    place: 0,
    chain: null,
    message: kept(message),
    createdAt: at,
  };
}
