import { z } from 'zod';
import { secret } from '../channels/settings.ts';
import { eventSchema } from './aws-event.ts';
import { eventSignals } from './aws-event-signals.ts';
import { check, readJson } from './body.ts';
import { defineIntake, NotAccepted } from './define.ts';
import { fieldOf } from './look.ts';
import { isSecret } from './proof.ts';

export const eventbridge = defineIntake({
  id: 'eventbridge',
  title: 'Amazon EventBridge',
  setup:
    'Make a connection with an API key under the name of the header, and an API destination with POST to the address of this ' +
    'intake. A rule has it as its target, without an input transformer: each event that the rule matches is a problem.',
  settings: z.strictObject({
    apiKey: secret('The value of the API key of the connection'),
    header: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,99}$/, 'the name of a header, in lower case')
      .default('x-opsbook-key')
      .describe('The name of the API key of the connection'),
  }),
  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
  async receive(request, use) {
    const { apiKey, header } = use.settings;
    const given = fieldOf(request.headers, header);
    if (given === undefined) throw new NotAccepted(401, `the header is missing: ${header}`);
    if (!isSecret(given, apiKey)) throw new NotAccepted(401, `the key is not the one of this intake: ${header}`);
    return eventSignals(check(eventSchema, readJson(request.body)), use.now());
  },
});
