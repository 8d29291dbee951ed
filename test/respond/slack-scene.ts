import type { SlackUse } from '../../src/respond/slack/settings.ts';
import type { SlackServer } from './slack-server.ts';

export const SLACK_NOW = new Date('2026-03-01T12:00:00.000Z');

/** What a channel works with, on the mock: real requests, of which none takes long. */
export function slackUse(server: SlackServer, over: Partial<SlackUse> = {}): SlackUse {
  return {
    settings: { token: server.token, signingSecret: server.signingSecret, channel: '#ops', apiUrl: server.url },
    fetch: (input, init) => fetch(input, { ...init, redirect: 'error', signal: AbortSignal.timeout(2000) }),
    now: () => SLACK_NOW,
    again: false,
    ...over,
  };
}
