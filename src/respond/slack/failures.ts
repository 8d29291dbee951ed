import { DeliveryFailed } from '../channels/define.ts';

/** Slack answered that it does not do it, with its own name for the reason. */
export class SlackRefusal extends DeliveryFailed {
  /** Like `name_taken`: https://docs.slack.dev/reference/methods lists them by method. */
  readonly reason: string;

  constructor(reason: string, message: string, options: ConstructorParameters<typeof DeliveryFailed>[1]) {
    super(message, options);
    this.name = 'SlackRefusal';
    this.reason = reason;
  }
}

const TOKEN = 'put a working bot token where the channel’s `token` points to: the app’s OAuth & Permissions';
const MEMBER = 'check the person’s `slack` in the configuration: a member id (U…) is the surest';
const LENGTH = 'this is a mistake in Opsbook: please report it';

/** What no repeat mends, and what a person does about it. Anything else may pass, and is tried again. */
const PERMANENT: Readonly<Record<string, string>> = {
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  account_inactive: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
  not_allowed_token_type: TOKEN,
  missing_scope: 'add the scope under OAuth & Permissions, and install the app again',
  no_permission: 'add the scope under OAuth & Permissions, and install the app again',
  org_login_required: 'an administrator of the workspace has to finish its migration',
  ekm_access_denied: 'an administrator has suspended posting',
  access_denied: 'an administrator has to let the app do this',
  team_access_not_granted: 'set the channel’s `team` to a workspace that the app is installed in',
  team_not_found: 'check the channel’s `team`',
  restricted_action: 'a setting of the workspace or the channel forbids it: ask an administrator',
  restricted_action_read_only_channel: 'only some may post there: ask an administrator',
  channel_not_found: 'check the name; the app sees a private channel only once it was invited: /invite it there',
  not_in_channel: 'invite the app there: /invite it',
  is_archived: 'unarchive the channel, or name another',
  user_not_found: MEMBER,
  users_not_found: MEMBER,
  user_disabled: 'the member is deactivated: name another in the configuration',
  user_not_visible: MEMBER,
  cannot_dm_bot: MEMBER,
  messages_tab_disabled: 'allow messages in the app: App Home → Messages Tab',
  no_text: LENGTH,
  msg_too_long: LENGTH,
  msg_blocks_too_long: LENGTH,
  invalid_blocks: LENGTH,
  invalid_blocks_format: LENGTH,
  invalid_arguments: LENGTH,
  name_taken: 'choose another name',
  cant_invite: 'invite them by hand',
  cant_invite_self: 'nothing has to be done',
  already_in_channel: 'nothing has to be done',
  already_archived: 'nothing has to be done',
  too_long: LENGTH,
};

const REASON_LENGTH = 60;

/**
 * @param hint what Slack adds, like the missing scope
 * @param retryAfterMs null where Slack did not say
 */
export function refusal(
  reason: string,
  { doing, hint, retryAfterMs, cause }: { doing: string; hint: string; retryAfterMs: number | null; cause: unknown },
): SlackRefusal {
  const advice = Object.hasOwn(PERMANENT, reason) ? PERMANENT[reason] : undefined;
  // What is no JSON ends up as the reason too: a proxy's page.
  const short = /^\w+$/.test(reason) ? reason.slice(0, REASON_LENGTH) : 'an answer that is not Slack’s';
  const what = `Slack refused, ${doing}: ${short}${hint === '' ? '' : ` (${hint})`}`;
  return new SlackRefusal(short, `${what}; ${advice ?? 'it will be tried again'}`, {
    cause,
    permanent: advice !== undefined,
    retryAfterMs,
  });
}
