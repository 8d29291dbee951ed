import type { OidcProvider } from '../api/oidc/provider.ts';
import { createOidcProvider } from '../api/oidc/provider.ts';
import { UsageError } from '../model/errors.ts';
import type { OidcConfig, ServerConfig } from './config/server.ts';
import { resolveSecret } from './secrets.ts';

/** Where a server stands: who can reach it, and whether anybody there has to say who they are. */
export interface Doors {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: URL | null;
  /** Only this machine can ask, and whoever sits here is trusted until somebody is registered. */
  readonly trustsThisMachine: boolean;
}

interface Wish {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/**
 * What the configuration and the command line come to.
 * @throws UsageError where others could reach it, and it could not tell who they are, or could be listened to on the way
 */
export function doorsOf(server: ServerConfig, wish: Wish, someoneIsRegistered: boolean): Doors {
  const host = wish.host ?? server.host;
  const port = wish.port ?? server.port;
  const publicUrl = server.publicUrl === undefined ? null : new URL(server.publicUrl);
  const isLocal = isLoopback(host);
  const canTell = server.oidc !== undefined || someoneIsRegistered;
  if (!isLocal && !publicUrl) {
    throw new UsageError(
      `${host} is not this machine alone, and passwords must not go there in the clear: end HTTPS at a proxy and set server.publicUrl to its https URL`,
    );
  }
  if ((!isLocal || publicUrl) && !canTell) {
    const whom = isLocal ? `${publicUrl?.origin ?? host} lets others in` : `${host} can be reached by others`;
    throw new UsageError(
      `${whom}, and nobody is registered who could sign in: opsbook people add <you> --roles admin, or configure server.oidc`,
    );
  }
  return { host, port, publicUrl, trustsThisMachine: isLocal && !publicUrl && server.oidc === undefined };
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

/** @throws UsageError where the secret is not there */
export async function oidcOf(
  oidc: OidcConfig | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<OidcProvider | null> {
  if (!oidc) return null;
  const { issuer, clientId, scopes, roles = null } = oidc;
  const clientSecret = await resolveSecret(oidc.clientSecret, environment);
  return createOidcProvider({ issuer, clientId, clientSecret, scopes, roles });
}
