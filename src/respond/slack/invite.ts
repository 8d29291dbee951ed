import type { Contact } from '../../model/incident/message.ts';
import { DeliveryFailed } from '../channels/define.ts';
import { askSlack } from './client.ts';
import { SlackRefusal } from './failures.ts';
import { memberId } from './members.ts';
import type { SlackUse } from './settings.ts';

export interface NotInvited {
  readonly person: Contact;
  /** One sentence. */
  readonly reason: string;
  /** Whether it is of use to try again later. */
  readonly permanent: boolean;
}

/**
 * One call a person, so that one who cannot come keeps nobody else out; after a fault that is not theirs, Slack is left alone.
 * https://docs.slack.dev/reference/methods/conversations.invite
 */
export async function inviteToRoom(
  use: SlackUse,
  { channelId, people }: { channelId: string; people: readonly Contact[] },
): Promise<NotInvited[]> {
  const not: NotInvited[] = [];
  let fault: DeliveryFailed | null = null;
  for (const person of people) {
    fault ??= await tryToInvite(use, channelId, person).then(
      (refused) => {
        if (refused) not.push({ person, reason: refused.message, permanent: true });
        return null;
      },
      (error: unknown) => {
        if (error instanceof DeliveryFailed) return error;
        throw error;
      },
    );
    if (fault) not.push({ person, reason: fault.message, permanent: false });
  }
  return not;
}

/** Null where they are in. */
async function tryToInvite(use: SlackUse, channelId: string, person: Contact): Promise<Error | null> {
  if (person.slack === undefined) return new Error(`${person.name} has no \`slack\` in the configuration`);
  try {
    const users = await memberId(use, person.slack, person);
    await askSlack(use, `inviting ${person.name}`, (slack) =>
      slack.conversations.invite({ channel: channelId, users }),
    );
    return null;
  } catch (error) {
    if (error instanceof SlackRefusal && error.reason === 'already_in_channel') return null;
    if (error instanceof DeliveryFailed && error.permanent) return error;
    throw error;
  }
}
