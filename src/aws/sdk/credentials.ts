import type { AwsCredentialIdentity } from '@smithy/types';

/** Where requests of one account get their signature from; asked again when it runs out. */
export interface Credentials {
  provide(): Promise<AwsCredentialIdentity>;
  /** Forgets what is held, so that the next request asks anew. */
  renew(): void;
}

const RENEW_BEFORE_MS = 5 * 60_000;

/** Asks once for all clients of an account, and again shortly before the credentials run out. */
export function heldCredentials(ask: () => Promise<AwsCredentialIdentity>, now: () => number): Credentials {
  let held: Promise<AwsCredentialIdentity> | undefined;
  let expires = Infinity;
  return {
    provide() {
      if (held === undefined || now() > expires - RENEW_BEFORE_MS) {
        const asked = ask();
        held = asked;
        asked.then(
          (given) => {
            expires = given.expiration?.getTime() ?? Infinity;
          },
          () => {
            held = undefined;
          },
        );
      }
      return held;
    },
    renew() {
      held = undefined;
    },
  };
}

export interface AmbientOptions {
  readonly profile: string | undefined;
  /** The process's environment, where AWS's standard variables are. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The chain's advice on keys that are set beside a profile goes nowhere: the profile was asked for. */
const QUIET = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * What AWS's tools would use here: environment variables, then profiles, SSO, web identity, containers, instance roles.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export async function ambientCredentials({ profile, environment }: AmbientOptions): Promise<AwsCredentialIdentity> {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = environment;
  if (profile === undefined && environment['AWS_PROFILE'] === undefined && id && secret) {
    return { accessKeyId: id, secretAccessKey: secret, ...(token && { sessionToken: token }) };
  }
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  if (profile === undefined) return fromNodeProviderChain({ logger: QUIET })();
  try {
    return await fromNodeProviderChain({ profile, logger: QUIET })();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw Object.assign(new Error(`profile ${profile}: ${error.message}`, { cause: error }), { name: error.name });
  }
}
