import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { settingsForm, settingsJsonSchema } from './form.ts';
import { CHANNELS } from './registry.ts';
import { destination, secret, secretsOf } from './settings.ts';

/** Why a channel needs no secret of its own. */
const WITHOUT_SECRET: Readonly<Record<string, string>> = {
  sns: "it publishes with this process's AWS credentials",
};

test('a form is drawn from the settings, in their order', () => {
  const settings = z.strictObject({
    routingKey: secret('Where the key is'),
    apiUrl: destination('Where it is').default('https://api.example.com'),
    port: z.int().min(1).default(25).describe('The port'),
    mode: z.enum(['a', 'b']).describe('How'),
    quiet: z.boolean().default(false).describe('Whether'),
    note: z.string().describe('What').optional(),
  });
  expect(settingsForm({ settings })).toEqual({
    fields: [
      { key: 'routingKey', label: 'Routing key', description: 'Where the key is', kind: 'secret', required: true },
      {
        key: 'apiUrl',
        label: 'Api url',
        description: 'Where it is',
        kind: 'url',
        required: false,
        default: 'https://api.example.com',
      },
      { key: 'port', label: 'Port', description: 'The port', kind: 'number', required: false, default: 25 },
      { key: 'mode', label: 'Mode', description: 'How', kind: 'choice', required: true, choices: ['a', 'b'] },
      { key: 'quiet', label: 'Quiet', description: 'Whether', kind: 'boolean', required: false, default: false },
      { key: 'note', label: 'Note', description: 'What', kind: 'text', required: false },
    ],
  });
});

describe.each(CHANNELS)('$id', (channel) => {
  const { fields } = settingsForm(channel);

  test('has a field of each setting, and says what it is', () => {
    expect(fields.map(({ key }) => key)).toEqual(Object.keys(channel.settings.shape));
    expect(fields.filter(({ description }) => description === '').map(({ key }) => key)).toEqual([]);
  });

  test('has a secret, or a reason to have none', () => {
    const secrets = fields.filter(({ kind }) => kind === 'secret').map(({ key }) => key);
    expect(secrets).toEqual(secretsOf(channel.settings));
    expect(secrets.length > 0).toBe(WITHOUT_SECRET[channel.id] === undefined);
  });

  test('has no secret with a default', () => {
    expect(fields.filter((field) => field.kind === 'secret' && 'default' in field)).toEqual([]);
  });

  test('has a JSON Schema that refuses what it does not know, and marks its secrets', () => {
    const schema = settingsJsonSchema(channel);
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    for (const key of secretsOf(channel.settings)) expect(schema.properties?.[key]).toMatchObject({ secret: true });
  });
});
