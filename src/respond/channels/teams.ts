import { z } from 'zod';
import { defineChannel, DeliveryFailed, EVERYBODY } from './define.ts';
import { postJson } from './http.ts';
import { isSafeDestination, secret } from './settings.ts';
import { cardOf } from './teams-card.ts';

/**
 * A Teams channel or chat, by the webhook of a workflow: the Office 365 connectors that came before are retired. The flow
 * answers 202 before it posts, so that a card it cannot post fails there, in its run history.
 *
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export const teams = defineChannel({
  id: 'teams',
  title: 'Microsoft Teams',
  setup:
    'In Teams, choose Workflows on the channel, take the template "Send webhook alerts to a channel", give it a second owner, and put its URL here.',
  settings: z.strictObject({
    url: secret('Where the URL of the workflow is: who has it can post, so it is a secret'),
  }),
  repeats: 'may-double',
  addressOf: () => EVERYBODY,
  async send(message, to, use) {
    const { url } = use.settings;
    requireWorkflow(url);
    await postJson(
      {
        name: 'Teams',
        url,
        body: JSON.stringify(cardOf(message, to.person)),
        taken: (status) => status === 202 || status === 200,
        advice: 'Check in Power Automate that the workflow is turned on and still has this URL.',
        secrets: [url, new URL(url).search, new URL(url).searchParams.get('sig') ?? ''],
      },
      use,
    );
    return { id: null, detail: 'handed to the workflow of Teams' };
  },
});

/** The URL is known only now: the configuration holds where it is. */
function requireWorkflow(url: string): void {
  if (!isSafeDestination(url)) {
    throw new DeliveryFailed(
      'Teams was not called: what url points to is not an https URL. Copy it from the workflow.',
      {
        permanent: true,
      },
    );
  }
  if (/(^|\.)webhook\.office\.com$/.test(new URL(url).hostname)) {
    throw new DeliveryFailed(
      'Teams was not called: this is the URL of an Office 365 connector, and those are retired. Make a workflow as the setup says.',
      { permanent: true },
    );
  }
}
