import type { Configuration } from 'openid-client';
import type { OidcIdentity } from '../../engine/identity/oidc-person.ts';
import type { Role } from '../../model/execution.ts';
import { identityOf } from './identity.ts';

/** What has to come back unchanged from the identity provider, or shows that it is an answer to us. */
export interface OidcBeginning {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface OidcProvider {
  /** Where to send people to. */
  begin(redirectUri: string): Promise<{ readonly url: URL; readonly beginning: OidcBeginning }>;
  /** Who came back, with everything checked: signature, issuer, audience, time, state, nonce. @throws OidcRefused */
  finish(url: URL, beginning: OidcBeginning): Promise<OidcIdentity>;
}

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** Which claim gives which roles; null: they are given here. */
  readonly roles: {
    readonly claim: string;
    readonly values: Readonly<Record<string, readonly Role[]>>;
  } | null;
}

/** What the identity provider said is not what is expected. The message is for who runs the server, not for who came. */
export class OidcRefused extends Error {
  readonly code = 'oidc-refused';
}

/**
 * An OpenID provider, by the authorization code flow with PKCE. It is asked how it works when it is first needed, and
 * again where it did not answer.
 * https://openid.net/specs/openid-connect-core-1_0.html
 */
export function createOidcProvider(settings: OidcSettings): OidcProvider {
  let known: Promise<Configuration> | undefined;

  async function configuration(): Promise<Configuration> {
    known ??= discover(settings);
    try {
      return await known;
    } catch (cause) {
      known = undefined;
      throw new OidcRefused(`${settings.issuer} does not say how it works: ${wordsOf(cause)}`, { cause });
    }
  }

  return {
    async begin(redirectUri) {
      const client = await import('openid-client');
      const config = await configuration();
      const beginning = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: ['openid', ...settings.scopes].join(' '),
        code_challenge: await client.calculatePKCECodeChallenge(beginning.verifier),
        code_challenge_method: 'S256',
        state: beginning.state,
        nonce: beginning.nonce,
      });
      return { url, beginning };
    },
    async finish(url, { state, nonce, verifier }) {
      const client = await import('openid-client');
      const config = await configuration();
      try {
        const tokens = await client.authorizationCodeGrant(config, url, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        return identityOf(tokens.claims() ?? {}, settings.roles);
      } catch (cause) {
        throw new OidcRefused(`signing in by ${settings.issuer} failed: ${wordsOf(cause)}`, { cause });
      }
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const client = await import('openid-client');
  const url = new URL(issuer);
  // Without HTTPS only to this machine: the schema of the configuration sees to it.
  const insecure = url.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  return client.discovery(url, clientId, clientSecret, undefined, {
    // Also the signature of what comes straight from the provider is checked.
    execute: [...insecure, client.enableNonRepudiationChecks],
    timeout: 10,
  });
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}
