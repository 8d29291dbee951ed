import type { WireRequest } from './message.ts';

/** Who signed a request, for which service and region. The signature itself is not verified: the sandbox knows no secrets. */
export interface Signer {
  readonly accessKeyId: string;
  readonly region: string;
  /** The service's signing name. */
  readonly service: string;
}

const SCOPE = /^([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/;

/** The scope of the `Authorization` header, or of a presigned URL; `unreadable` for a header that is no version 4 signature. */
export function signerOf({ headers, search }: WireRequest): Signer | 'none' | 'unreadable' {
  const header = headers['authorization'];
  if (header !== undefined) return scopeOf(/Credential=([^,\s]+)/.exec(header)?.[1]) ?? 'unreadable';
  const presigned = new URLSearchParams(search).get('X-Amz-Credential');
  return presigned === null ? 'none' : (scopeOf(presigned) ?? 'unreadable');
}

function scopeOf(credential: string | undefined): Signer | undefined {
  const [, accessKeyId, region, service] = SCOPE.exec(credential ?? '') ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}

/** An access key id of twelve digits is an account of its own, which saves a newcomer to assume a role. */
export function accountOf(accessKeyId: string, known: (accessKeyId: string) => string): string {
  return /^\d{12}$/.test(accessKeyId) ? accessKeyId : known(accessKeyId);
}

/** What AWS answers without a signature: the tokens of another identity provider take its place. */
export const UNSIGNED_OPERATIONS: ReadonlySet<string> = new Set(['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity']);
