import { askSlack } from './client.ts';
import { SlackRefusal } from './failures.ts';
import { createMemory } from './memory.ts';
import type { SlackUse } from './settings.ts';

const known = createMemory<string>({ atMost: 500, forMs: 600_000 });

/**
 * The e-mail address of a member, in lower case, which the workspace has from them or their employer; null where Slack does
 * not say, and of whoever is no member of this workspace, or no person. What a member calls themselves proves nothing.
 * https://docs.slack.dev/reference/methods/users.info
 * @throws DeliveryFailed where Slack does not answer
 */
export async function memberEmail(use: SlackUse, id: string): Promise<string | null> {
  const before = known.find(use, id);
  if (before !== undefined) return before;
  try {
    const { user } = await askSlack(use, `looking ${id} up`, (slack) => slack.users.info({ user: id }));
    const { team } = use.settings;
    const isElsewhere = user?.is_stranger === true || (team !== undefined && user?.team_id !== team);
    if (!user || isElsewhere || user.deleted === true || user.is_bot === true) return null;
    const email = user.profile?.email?.toLowerCase() ?? null;
    if (email !== null) known.keep(use, id, email);
    return email;
  } catch (error) {
    // The app may lack users:read.email, or they are gone.
    if (error instanceof SlackRefusal && /^(user_not_found|user_not_visible|missing_scope)$/.test(error.reason))
      return null;
    throw error;
  }
}
