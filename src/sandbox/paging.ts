import { SandboxError } from './error.ts';
import { hash } from './world/random.ts';

export interface PageRequest {
  /** The token that the client sent, if any. */
  readonly token: string | undefined;
  /** How many items it asked for; AWS's default where it did not say. */
  readonly size: number | undefined;
  readonly defaultSize: number;
  /** AWS's own limits of the size: what is outside is refused, as there, or cut where `clamp` says that AWS does. */
  readonly least?: number;
  readonly most: number;
  readonly clamp?: boolean;
  /** AWS's error codes for a size that is out of range and for a token it never gave. */
  readonly badSize?: string;
  readonly badToken: string;
}

export interface Page<T> {
  readonly items: T[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** One page of a list, with a token that only this sandbox understands, as AWS's are opaque. */
export function page<T>(items: readonly T[], request: PageRequest): Page<T> {
  const from = request.token === undefined || request.token === '' ? 0 : offsetOf(request.token, request.badToken);
  const size = sizeOf(request);
  const next = from + size < items.length ? { next: tokenOf(from + size) } : {};
  return { items: items.slice(from, from + size), ...next };
}

function sizeOf({ size, defaultSize, least = 1, most, clamp, badSize = 'ValidationError' }: PageRequest): number {
  if (size === undefined) return defaultSize;
  if (size >= least && size <= most) return size;
  if (clamp) return Math.min(Math.max(size, least), most);
  throw new SandboxError(
    badSize,
    `Value (${size}) for the page size is invalid: it must be between ${least} and ${most}.`,
  );
}

function tokenOf(offset: number): string {
  return Buffer.from(`${offset}:${hash(`page ${offset}`)}`).toString('base64url');
}

function offsetOf(token: string, badToken: string): number {
  const [offset = '', check] = Buffer.from(token, 'base64url').toString('utf8').split(':');
  if (!/^\d+$/.test(offset) || check !== String(hash(`page ${offset}`))) {
    throw new SandboxError(badToken, 'The token is not valid: it was not given by an earlier page.');
  }
  return Number(offset);
}
