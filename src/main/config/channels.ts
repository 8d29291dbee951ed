import { z } from 'zod';
import { CHANNELS } from '../../respond/channels/registry.ts';
import { INTAKES } from '../../respond/intake/registry.ts';
import { INCIDENT_SEVERITIES } from '../../model/incident/severity.ts';

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a name of lower-case letters, digits and dashes');

const [firstChannel, ...moreChannels] = CHANNELS.map(({ id, title, settings }) =>
  settings.extend({ type: z.literal(id) }).describe(title),
);
const [firstIntake, ...moreIntakes] = INTAKES.map(({ id, title, settings }) =>
  settings
    .extend({
      type: z.literal(id),
      labels: z.record(z.string().min(1), z.string()).default({}).describe('Added to what comes in here.'),
      severity: z.enum(INCIDENT_SEVERITIES).optional().describe('Of what does not say how bad it is.'),
    })
    .describe(title),
);

/** Where people and programs are told; each by the settings of its kind. */
export const channels = z
  .record(name, union(firstChannel, moreChannels))
  .default({})
  .describe('In the order in which a person without a wish of their own is told by them.');

/** Where alarms come in: each at /hooks/<name>. */
export const intake = z.record(name, union(firstIntake, moreIntakes)).default({});

function union<T extends z.core.$ZodTypeDiscriminable>(first: T | undefined, more: readonly T[]) {
  if (!first) throw new Error('a registry is empty');
  return z.discriminatedUnion('type', [first, ...more]);
}
