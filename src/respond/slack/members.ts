import type { Contact } from '../../model/incident/message.ts';
import { DeliveryFailed } from '../channels/define.ts';
import { askSlack } from './client.ts';
import { SlackRefusal } from './failures.ts';
import { createMemory } from './memory.ts';
import type { SlackUse } from './settings.ts';

const MEMBER_ID = /^[UW][A-Z0-9]{4,}$/;
/** Slack recommends no more: https://docs.slack.dev/reference/methods/users.list */
const PAGE = 200;
const MAX_PAGES = 50;
const TEN_MINUTES_MS = 600_000;

/** Member ids by e-mail address, and the directories of workspaces. */
const byEmail = createMemory<string>({ atMost: 500, forMs: TEN_MINUTES_MS });
const directories = createMemory<Directory>({ atMost: 8, forMs: TEN_MINUTES_MS });

interface Directory {
  /** Lower case, without `@`. A handle is of one member only; a display name may be of many. */
  readonly handles: ReadonlyMap<string, string>;
  readonly displayNames: ReadonlyMap<string, readonly string[]>;
  readonly complete: boolean;
}

/**
 * The id of a member, from an id or `@name`. The e-mail address goes first, because a name is what a member calls themselves.
 * @throws DeliveryFailed, permanent where nobody or more than one is called that
 */
export async function memberId(use: SlackUse, address: string, person: Contact | null): Promise<string> {
  if (MEMBER_ID.test(address)) return address;
  if (person?.email !== undefined) {
    const id = await findByEmail(use, person.email);
    if (id !== null) return id;
  }
  const name = address.replace(/^@/, '').toLowerCase();
  const { handles, displayNames, complete } = await directory(use);
  const handle = handles.get(name);
  if (handle !== undefined) return handle;
  const [id, ...others] = displayNames.get(name) ?? [];
  if (id !== undefined && others.length === 0) return id;
  const found =
    id === undefined ? `nobody is called that${complete ? '' : ' among the first 10000'}` : 'several are called that';
  throw new DeliveryFailed(
    `Slack has no one member ${address}: ${found}; give the member id (Profile → Copy member ID)`,
    {
      permanent: true,
    },
  );
}

/** https://docs.slack.dev/reference/methods/users.lookupByEmail */
async function findByEmail(use: SlackUse, email: string): Promise<string | null> {
  const known = byEmail.find(use, email);
  if (known !== undefined) return known;
  try {
    const { user } = await askSlack(use, `looking ${email} up`, (slack) => slack.users.lookupByEmail({ email }));
    if (user?.id === undefined || user.deleted === true) return null;
    byEmail.keep(use, email, user.id);
    return user.id;
  } catch (error) {
    // The name is left: they may have another address there, or the app may lack users:read.email.
    if (error instanceof SlackRefusal && /^(users_not_found|missing_scope|user_not_visible)$/.test(error.reason))
      return null;
    throw error;
  }
}

/** https://docs.slack.dev/reference/methods/users.list */
async function directory(use: SlackUse): Promise<Directory> {
  const known = directories.find(use, '');
  if (known) return known;
  const handles = new Map<string, string>();
  const displayNames = new Map<string, string[]>();
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const from = cursor;
    const answer = await askSlack(use, 'listing the members', (slack) =>
      slack.users.list({ limit: PAGE, ...(from === '' ? {} : { cursor: from }) }),
    );
    for (const { id, name, profile, deleted, is_bot: isBot } of answer.members ?? []) {
      if (id === undefined || deleted === true || isBot === true) continue;
      if (name !== undefined) handles.set(name.toLowerCase(), id);
      const shown = profile?.display_name?.toLowerCase() ?? '';
      if (shown !== '') displayNames.set(shown, [...(displayNames.get(shown) ?? []), id]);
    }
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  const all: Directory = { handles, displayNames, complete: cursor === '' };
  directories.keep(use, '', all);
  return all;
}
