import { randomUUID } from 'node:crypto';
import type { Contact, Message } from '../../model/incident/message.ts';
import { formatDuration } from '../../model/duration.ts';
import { UsageError } from '../../model/errors.ts';
import { DeliveryFailed, EVERYBODY, type Receipt, type Recipient } from '../channels/define.ts';
import type { Channel, DeliveryPorts, Responder } from '../responder.ts';
import { within } from '../within.ts';

const WITHIN_MS = 15_000;

export interface TestWish {
  /** Of the configuration. */
  readonly channel: string;
  /** A person of the configuration, or a place as the channel names it; its own place for all, where absent. */
  readonly to?: string | undefined;
  /** Who wants it. */
  readonly by: string;
}

/** How it went: what the other side said, or why it did not take it, in words. */
export type Tested =
  | { readonly delivered: true; readonly receipt: Receipt }
  /** `permanent`: trying again is of no use before something is mended. */
  | { readonly delivered: false; readonly reason: string; readonly permanent: boolean };

/** Delivers a message now that says that it is a test; once, and kept nowhere. @throws UsageError for no such channel */
export async function sendTestMessage(
  { settings, now }: Pick<Responder, 'settings' | 'now'>,
  ports: Pick<DeliveryPorts, 'useOf'>,
  wish: TestWish,
): Promise<Tested> {
  const channel = settings.channels.get(wish.channel);
  if (!channel) throw new UsageError(`the configuration has no channel ${wish.channel}`);
  try {
    const to = recipientOf(channel, wish.to, settings.people);
    const use = await ports.useOf(channel, false);
    return {
      delivered: true,
      receipt: await within(channel.definition.send(messageOf(wish, now()), to, use), WITHIN_MS, tooLate),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { delivered: false, reason, permanent: error instanceof DeliveryFailed && error.permanent };
  }
}

function recipientOf(
  { name, definition, settings }: Channel,
  to: string | undefined,
  people: ReadonlyMap<string, Contact>,
): Recipient {
  const person = to === undefined ? undefined : people.get(to);
  if (!person) return { address: to ?? null, person: null };
  const address = definition.addressOf(person, settings);
  if (address === null) {
    throw new DeliveryFailed(`${name} does not reach ${person.id}: people.${person.id} has no address for it`, {
      permanent: true,
    });
  }
  return { address: address === EVERYBODY ? null : address, person };
}

function messageOf({ channel, by }: TestWish, at: Date): Message {
  return {
    key: `test/${randomUUID()}`,
    kind: 'test',
    subject: `Test of the channel ${channel}`,
    body: `${by} tests whether ${channel} reaches you. Nothing has happened, and nothing is to be done.`,
    incident: null,
    at,
  };
}

/** A channel has its own limits; this one holds for those that forgot. */
function tooLate(): DeliveryFailed {
  return new DeliveryFailed(`no answer within ${formatDuration(WITHIN_MS)}; whether it arrived is not known`);
}
