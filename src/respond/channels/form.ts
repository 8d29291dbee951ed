import { z } from 'zod';
import type { Json } from '../../model/json.ts';
import type { ChannelDefinition } from './define.ts';

export interface SettingsForm {
  readonly fields: readonly SettingsField[];
}

export interface SettingsField {
  readonly key: string;
  /** `routingKey` reads `Routing key`. */
  readonly label: string;
  readonly description: string;
  /** Of a secret it is asked where it is (`env:…`), never what it is. */
  readonly kind: 'text' | 'secret' | 'url' | 'number' | 'choice' | 'boolean';
  readonly required: boolean;
  readonly default?: Json;
  /** Of a choice only. */
  readonly choices?: readonly string[];
}

type Described = Pick<ChannelDefinition, 'settings'>;

/** What an operator fills in, in the order of the definition. What a console shows and the documentation prints is made of it. */
export function settingsForm(definition: Described): SettingsForm {
  const { properties, required } = OBJECT.parse(settingsJsonSchema(definition));
  const fields = Object.entries(properties).map(([key, property]) => ({
    key,
    label: labelOf(key),
    description: property.description ?? '',
    kind: kindOf(property),
    required: required.includes(key),
    ...(property.default === undefined ? {} : { default: property.default }),
    ...(property.enum === undefined ? {} : { choices: property.enum }),
  }));
  return { fields };
}

/** JSON Schema 2020-12 of what is written in the configuration; a secret has `"secret": true`. */
export function settingsJsonSchema({ settings }: Described) {
  return z.toJSONSchema(settings, { io: 'input' });
}

const PROPERTY = z.object({
  type: z.string().optional(),
  format: z.string().optional(),
  description: z.string().optional(),
  secret: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
  default: z.json().optional(),
});

type Property = z.infer<typeof PROPERTY>;

const OBJECT = z.object({ properties: z.record(z.string(), PROPERTY), required: z.array(z.string()).default([]) });

function kindOf({ type, format, secret, enum: choices }: Property): SettingsField['kind'] {
  if (secret === true) return 'secret';
  if (choices !== undefined) return 'choice';
  if (type === 'boolean') return 'boolean';
  if (type === 'integer' || type === 'number') return 'number';
  return format === 'uri' ? 'url' : 'text';
}

function labelOf(key: string): string {
  const words = key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
