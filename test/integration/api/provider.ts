import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An OpenID provider on a port: it signs real tokens, and checks what a client sends as one does. */
export interface MockProvider {
  readonly issuer: string;
  /** What it says of whoever signs in next. */
  claims: JWTPayload;
  /** What it does wrong. */
  fault: 'none' | 'signature' | 'issuer' | 'audience' | 'nonce' | 'expired' | 'down';
  /** As if the person signed in there: where it sends them back to. */
  consent(authorizationUrl: URL): URL;
  close(): Promise<void>;
}

export const CLIENT = { clientId: 'opsbook', clientSecret: 'a secret of the client' } as const;

interface Grant {
  readonly nonce: string;
  readonly challenge: string;
  readonly redirectUri: string;
}

export async function startProvider(): Promise<MockProvider> {
  const own = await generateKeyPair('RS256', { extractable: true });
  const foreign = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const grants = new Map<string, Grant>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  const provider: MockProvider = {
    issuer,
    claims: {},
    fault: 'none',
    consent(url) {
      const asked = Object.fromEntries(url.searchParams);
      if (asked['response_type'] !== 'code' || asked['code_challenge_method'] !== 'S256') throw new Error('no PKCE');
      const code = `code-${grants.size + 1}`;
      grants.set(code, {
        nonce: asked['nonce'] ?? '',
        challenge: asked['code_challenge'] ?? '',
        redirectUri: asked['redirect_uri'] ?? '',
      });
      const back = new URL(asked['redirect_uri'] ?? '');
      back.search = new URLSearchParams({ code, state: asked['state'] ?? '', iss: issuer }).toString();
      return back;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (provider.fault === 'down') return send(503, { error: 'temporarily_unavailable' });
    if (request.url === '/.well-known/openid-configuration') {
      return send(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      });
    }
    if (request.url === '/jwks') return send(200, { keys: [jwk] });
    if (request.url !== '/token') return send(404, {});
    const form = new URLSearchParams(await bodyOf(request));
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const right =
      grant &&
      grant.challenge === challenge &&
      grant.redirectUri === form.get('redirect_uri') &&
      isClient(request, form);
    if (!right) return send(400, { error: 'invalid_grant' });
    return send(200, { access_token: 'a', token_type: 'Bearer', id_token: await idToken(grant.nonce) });
  }

  function idToken(nonce: string): Promise<string> {
    const { fault, claims } = provider;
    return new SignJWT({ ...claims, nonce: fault === 'nonce' ? 'another' : nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(fault === 'issuer' ? 'https://evil.example' : issuer)
      .setAudience(fault === 'audience' ? 'another-client' : CLIENT.clientId)
      .setIssuedAt(fault === 'expired' ? '-2h' : undefined)
      .setExpirationTime(fault === 'expired' ? '-1h' : '5m')
      .sign(fault === 'signature' ? foreign.privateKey : own.privateKey);
  }

  return provider;
}

function isClient(request: IncomingMessage, form: URLSearchParams): boolean {
  const [, basic = ''] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(formDecoded);
  const given = basic === '' ? [form.get('client_id'), form.get('client_secret')] : [id, secret];
  return given[0] === CLIENT.clientId && given[1] === CLIENT.clientSecret;
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
