import { determineTimestampFormat, FromStringShapeDeserializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { NumericValue } from '@smithy/core/serde';
import type { CodecSettings } from '@smithy/types';
import { Undecodable } from './undecodable.ts';

/** The SDK's numbers for the formats of a timestamp. */
const DATE_TIME = 5;
const HTTP_DATE = 6;
const EPOCH_SECONDS = 7;

/** How timestamps and bindings are written, in the SDK's own settings, by where they stand. */
export const SETTINGS = {
  xml: { timestampFormat: { useTrait: true, default: DATE_TIME }, httpBindings: false },
  binding: { timestampFormat: { useTrait: true, default: DATE_TIME }, httpBindings: true },
  header: { timestampFormat: { useTrait: true, default: HTTP_DATE }, httpBindings: true },
  json: { timestampFormat: { useTrait: true, default: EPOCH_SECONDS }, httpBindings: false },
  restJson: { timestampFormat: { useTrait: true, default: EPOCH_SECONDS }, httpBindings: true },
} as const satisfies Record<string, CodecSettings>;

const readers = {
  xml: new FromStringShapeDeserializer(SETTINGS.xml),
  binding: new FromStringShapeDeserializer(SETTINGS.binding),
};

/**
 * A value that stands in a form, a path, a query or a header.
 * @throws Undecodable where the SDK's own reader would shrug: AWS does not take `abc` for a number, nor `maybe` for a boolean
 */
export function readScalar(schema: NormalizedSchema, text: string, place: 'xml' | 'binding', name: string): unknown {
  if (schema.isNumericSchema() && !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$|^-?Infinity$|^NaN$/i.test(text)) {
    throw new Undecodable(`${name}: '${text}' is not a number`);
  }
  if (schema.isBooleanSchema() && !/^(true|false)$/i.test(text)) {
    throw new Undecodable(`${name}: '${text}' is not a boolean`);
  }
  return readers[place].read(schema, text);
}

/** A value as XML, a header or a form writes it. */
export function writeScalar(schema: NormalizedSchema, value: unknown, settings: CodecSettings): string {
  if (schema.isTimestampSchema()) return writeTimestamp(schema, value, settings);
  if (schema.isBlobSchema()) return Buffer.from(bytesOf(value)).toString('base64');
  return value instanceof NumericValue ? value.string : String(value);
}

function writeTimestamp(schema: NormalizedSchema, value: unknown, settings: CodecSettings): string {
  const instant = value instanceof Date ? value : new Date(String(value));
  switch (determineTimestampFormat(schema, settings)) {
    case EPOCH_SECONDS:
      return String(instant.getTime() / 1000);
    case HTTP_DATE:
      return instant.toUTCString();
    case DATE_TIME:
      return instant.toISOString().replace('.000Z', 'Z');
  }
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(String(value));
}
