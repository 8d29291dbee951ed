import { gunzipSync } from 'node:zlib';
import { textOf, type WireRequest } from './message.ts';
import { Undecodable } from './undecodable.ts';

/** Enough for every API but uploads to S3 that nobody keeps in a sandbox. */
export const LARGEST_BODY_BYTES = 32 * 1024 * 1024;

/** The body without what the SDK put around it for the way: gzip, or S3's signed chunks. */
export function unwrapBody({ headers, body }: WireRequest): Uint8Array {
  const digest = headers['x-amz-content-sha256'];
  if (digest?.startsWith('STREAMING-')) return joinChunks(body);
  // S3 alone sends a digest in a header, and an object that somebody compressed is to be kept as it is.
  return digest === undefined && headers['content-encoding'] === 'gzip' ? gunzip(body) : body;
}

function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_BODY_BYTES });
  } catch (error) {
    throw new Undecodable('the body is not gzip, or too large', { cause: error });
  }
}

/**
 * `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`, the last of size zero, then trailing checksums.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
function joinChunks(body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(textOf(bytes.subarray(at, lineEnd)), 16);
    const start = lineEnd + 2;
    if (Number.isNaN(size) || start + size > bytes.length)
      throw new Undecodable('the chunks of the body are incomplete');
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(start, start + size));
    at = start + size + 2;
  }
}
