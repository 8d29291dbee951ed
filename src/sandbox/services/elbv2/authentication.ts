import type { Action, Listener } from '@aws-sdk/client-elastic-load-balancing-v2';
import { invalid } from './lookup.ts';

const DEFAULTS = {
  SessionCookieName: 'AWSELBAuthSessionCookie',
  Scope: 'openid',
  SessionTimeout: 604_800,
  OnUnauthenticatedRequest: 'authenticate',
} as const;

/**
 * Of HTTPS listeners only. The client's secret is taken and never shown: who changes the actions says it again, or that
 * the one that is there is to be used.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html
 */
export function authentication(
  action: Action,
  { Protocol: protocol }: Pick<Listener, 'Protocol'>,
  before: readonly Action[],
): Action {
  const { Type: type, AuthenticateOidcConfig: oidc, AuthenticateCognitoConfig: cognito } = action;
  if (protocol !== 'HTTPS') throw invalid(`Actions of type '${type}' are supported only on HTTPS listeners`);
  if (type === 'authenticate-cognito') {
    if (!cognito)
      throw invalid("An AuthenticateCognitoConfig must be specified for actions of type 'authenticate-cognito'");
    return { ...action, AuthenticateCognitoConfig: { ...DEFAULTS, ...cognito } };
  }
  if (!oidc) throw invalid("An AuthenticateOidcConfig must be specified for actions of type 'authenticate-oidc'");
  const { ClientSecret: secret, UseExistingClientSecret: existing = false, ...shown } = oidc;
  const known = before.some(({ AuthenticateOidcConfig: one }) => one?.ClientId === oidc.ClientId);
  if (existing && secret !== undefined) {
    throw invalid('You cannot specify a client secret and use the existing client secret');
  }
  if (secret === undefined && !(existing && known)) throw invalid('A client secret must be specified');
  return { ...action, AuthenticateOidcConfig: { ...DEFAULTS, ...shown } };
}
