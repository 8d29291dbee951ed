import { UsageError } from '../../../model/errors.ts';

export interface Page {
  readonly ContentType: 'text/html' | 'application/json' | 'text/plain';
  readonly MessageBody: string;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html */
const MOST_BYTES = 1024;

/**
 * What the page is follows from how it begins.
 * @throws UsageError where AWS would not take it
 */
export function parsePage(text: string): Page {
  const bytes = Buffer.byteLength(text);
  if (text.trim() === '') throw new UsageError('--set page=…: an empty page tells users nothing');
  if (bytes > MOST_BYTES) {
    throw new UsageError(`--set page=…: ${bytes} bytes, and a load balancer answers with ${MOST_BYTES} at most`);
  }
  return { ContentType: contentTypeOf(text.trimStart()), MessageBody: text };
}

function contentTypeOf(text: string): Page['ContentType'] {
  if (text.startsWith('<')) return 'text/html';
  return isJson(text) ? 'application/json' : 'text/plain';
}

function isJson(text: string): boolean {
  if (!/^[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
