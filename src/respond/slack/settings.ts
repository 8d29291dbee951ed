import { z } from 'zod';
import type { ChannelUse } from '../channels/define.ts';
import { destination, secret } from '../channels/settings.ts';

/** What Opsbook has to know of a Slack app: https://docs.slack.dev/app-management/quickstart-app-settings */
export const slackSettings = z.strictObject({
  token: secret('The app’s bot token (xoxb-…): OAuth & Permissions → Bot User OAuth Token'),
  signingSecret: secret(
    'Proves that a request comes from Slack: Basic Information → Signing Secret. Without it, buttons and commands are refused',
  ).optional(),
  channel: z
    .string()
    .regex(/^(#[^\s#@]{1,80}|[CG][A-Z0-9]{5,})$/, 'a channel like #ops, or its id like C0123456789')
    .describe('Where goes what is meant for everybody: #ops, or the channel’s id'),
  apiUrl: destination('Where Slack’s Web API is').default('https://slack.com/api/'),
  team: z
    .string()
    .regex(/^T[A-Z0-9]{5,}$/, 'a workspace’s id like T0123456789')
    .optional()
    .describe('The workspace’s id: requests from another one are refused, and an organization’s token needs it'),
});

export type SlackSettings = z.infer<typeof slackSettings>;

/** What calls of Slack need: any channel’s use, but for publishing. */
export type SlackUse = Pick<ChannelUse<typeof slackSettings.shape>, 'settings' | 'fetch' | 'now' | 'again'>;
