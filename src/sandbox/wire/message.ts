/** An HTTP request as it arrived, its body read to the end. Header names are in lower case. */
export interface WireRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** Without the question mark, as it arrived. */
  readonly search: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
}

/** The structure that an operation takes or gives, by AWS's member names. */
export type Structure = Readonly<Record<string, unknown>>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws TypeError where the bytes are not UTF-8 */
export function textOf(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}
