import { CborCodec } from '@smithy/core/cbor';
import { NormalizedSchema } from '@smithy/core/schema';
import { requireConformity } from './conformity.ts';
import type { Structure } from './message.ts';

const codec = new CborCodec();
/** The SDK's number for a value without a schema of its own. */
export const DOCUMENT = NormalizedSchema.of(15);

export function readCbor(schema: NormalizedSchema, body: Uint8Array): unknown {
  const value: unknown = codec.createDeserializer().read(schema, body);
  requireConformity(schema, value, 'native');
  return value;
}

export function writeCbor(schema: NormalizedSchema, value: Structure): Uint8Array {
  const serializer = codec.createSerializer();
  serializer.write(schema, value);
  return serializer.flush();
}
