import { JsonCodec2 } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { requireConformity } from './conformity.ts';
import { type Structure, textOf } from './message.ts';
import { SETTINGS } from './scalars.ts';

/** `rpc` of the JSON protocols, whose members go by their own names; `rest` of REST-JSON, where some have another on the wire. */
const codecs = {
  rpc: new JsonCodec2({ ...SETTINGS.json, jsonName: false }),
  rest: new JsonCodec2({ ...SETTINGS.restJson, jsonName: true }),
};

export async function readJson(schema: NormalizedSchema, body: Uint8Array, style: 'rpc' | 'rest'): Promise<unknown> {
  const text = textOf(body);
  requireConformity(schema, JSON.parse(text), style === 'rpc' ? 'json' : 'rest-json');
  return codecs[style].createDeserializer().read(schema, text);
}

export function writeJson(schema: NormalizedSchema, value: Structure, style: 'rpc' | 'rest'): Uint8Array {
  const serializer = codecs[style].createSerializer();
  serializer.write(schema, value);
  // The SDK's bytes also play a string, and warn whoever takes them for one; a view of them does not.
  const bytes = serializer.flush();
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
