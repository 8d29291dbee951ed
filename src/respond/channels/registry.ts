import type { ChannelDefinition } from './define.ts';
import { email } from './email.ts';
import { pagerduty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { sns } from './sns.ts';
import { teams } from './teams.ts';
import { webhook } from './webhook.ts';

/** Every kind of channel, by its id. */
export const CHANNELS: readonly ChannelDefinition[] = [email, pagerduty, slack, sns, teams, webhook];
