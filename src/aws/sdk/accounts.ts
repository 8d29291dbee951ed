import type { AwsCredentialIdentity } from '@smithy/types';
import type { Account, Execution } from '../execution.ts';
import { assumeRole, getCallerIdentity } from '../sts.ts';
import { type Credentials, heldCredentials } from './credentials.ts';
import { createSdkTransport } from './transport.ts';

export interface Connection {
  readonly credentials: Credentials;
  /** Where STS is asked. */
  readonly region: string;
  readonly partition: string;
  readonly endpointUrl?: string;
}

export interface RoleSession {
  readonly roleArn: string;
  readonly externalId?: string;
  /** Shown in the account's CloudTrail. */
  readonly sessionName: string;
}

/** An account that answered, and who we are there. */
export interface Identified {
  readonly account: Account;
  readonly arn: string;
}

/**
 * Asks whose credentials these are, once.
 * @throws AwsFault
 */
export async function identify(connection: Connection, execution: Execution, label: string): Promise<Identified> {
  const aws = execution.open(unidentified(connection, label), connection.region);
  const { Account: id = '', Arn: arn = '' } = await getCallerIdentity(aws, {});
  return { account: accountOf(connection, id), arn };
}

/** The same connection with the credentials of a role assumed through it, renewed before they run out. */
export function assuming(
  connection: Connection,
  role: RoleSession,
  execution: Execution,
  now: () => number,
): Connection {
  async function ask(): Promise<AwsCredentialIdentity> {
    const aws = execution.open(unidentified(connection, role.roleArn), connection.region);
    const { Credentials: given } = await assumeRole(aws, {
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName,
      ...(role.externalId !== undefined && { ExternalId: role.externalId }),
    });
    return {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      ...(given?.SessionToken !== undefined && { sessionToken: given.SessionToken }),
      ...(given?.Expiration !== undefined && { expiration: given.Expiration }),
    };
  }
  return { ...connection, credentials: heldCredentials(ask, now) };
}

function unidentified(connection: Connection, label: string): Account {
  return accountOf(connection, `as ${label}`);
}

function accountOf({ partition, credentials, endpointUrl }: Connection, id: string): Account {
  const transport = createSdkTransport({ credentials, ...(endpointUrl !== undefined && { endpointUrl }) });
  return { id, partition, transport };
}
