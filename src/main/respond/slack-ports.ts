import type { SlackPorts } from '../../api/respond-ports.ts';
import { UsageError } from '../../model/errors.ts';
import type { DeliveryPorts, RespondSettings } from '../../respond/responder.ts';
import { memberEmail } from '../../respond/slack/member-email.ts';
import { slackSettings } from '../../respond/slack/settings.ts';
import { resolveSecret } from '../secrets.ts';

interface Sources {
  readonly settings: RespondSettings;
  readonly delivery: Pick<DeliveryPorts, 'useOf'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
}

/**
 * What comes from Slack. Who it is of the configuration is told by the member id, or by the e-mail address that the workspace has:
 * never by a name, which members choose themselves.
 */
export function slackPorts({ settings: { channels, people }, delivery, environment, fetch }: Sources): SlackPorts {
  function find(name: string) {
    const channel = channels.get(name);
    return channel?.definition.id === 'slack' ? channel : undefined;
  }
  return {
    async settingsOf(name) {
      const channel = find(name);
      if (!channel) return undefined;
      const { signingSecret, team } = slackSettings.parse(channel.settings);
      if (signingSecret === undefined) throw new UsageError(`channels.${name}.signingSecret is not set`);
      return { team, signingSecret: await resolveSecret(signingSecret, environment) };
    },
    async personOf(name, id) {
      const channel = find(name);
      if (!channel) return undefined;
      const all = [...people.values()];
      // Who is named by a member id need not be asked for.
      const known = all.find(({ slack }) => slack === id);
      if (known) return known.id;
      const use = await delivery.useOf(channel, false);
      const settings = { ...slackSettings.parse(channel.settings), token: String(use.settings['token']) };
      const address = await memberEmail({ ...use, settings }, id);
      return address === null ? undefined : all.find(({ email }) => email?.toLowerCase() === address)?.id;
    },
    async answer(url, answer) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ ...answer, replace_original: false });
      const response = await fetch(url, { method: 'POST', headers, body });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`Slack did not take an answer: ${response.status}`);
    },
  };
}
