import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../src/sandbox/create.ts';
import { dispatch } from '../src/sandbox/dispatch.ts';
import { SandboxError } from '../src/sandbox/error.ts';
import { ec2Id } from '../src/sandbox/world/newcomer/cast.ts';

const MINUTE_MS = 60_000;

/** The newcomer's databases on a virtual clock, spoken to as over the wire. */
export function rdsScene() {
  const world = createSandbox();

  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  function ask(operation: string, input: object = {}, region: string = SANDBOX_REGION): Promise<any> {
    const caller = { accountId: SANDBOX_ACCOUNT, accessKeyId: 'AKIATEST', requestId: 'r-1' };
    return dispatch(world, { service: 'rds', operation, region, ...caller }, input);
  }

  /** The error that a request gets: `Code: message`; a test fails where there is none. */
  async function refusal(operation: string, input: object = {}, region?: string): Promise<string> {
    const error: unknown = await ask(operation, input, region).catch((thrown: unknown) => thrown);
    if (!(error instanceof SandboxError)) throw new Error(`${operation} was not refused`);
    return `${error.code}: ${error.message}`;
  }

  async function database(id: string, region?: string) {
    const { DBInstances } = await ask('DescribeDBInstances', { DBInstanceIdentifier: id }, region);
    return DBInstances[0];
  }

  async function statusOf(id: string, region?: string): Promise<string> {
    const { DBInstanceStatus } = await database(id, region);
    return DBInstanceStatus;
  }

  async function snapshot(id: string, region?: string) {
    const { DBSnapshots } = await ask('DescribeDBSnapshots', { DBSnapshotIdentifier: id }, region);
    return DBSnapshots[0];
  }

  /** What DescribeEvents tells of an instance in the last day. */
  async function words(id: string, region?: string): Promise<string[]> {
    const source = { SourceType: 'db-instance', SourceIdentifier: id, Duration: 24 * 60 };
    const { Events } = await ask('DescribeEvents', source, region);
    return Events.map((event: { Message: string }) => event.Message);
  }

  return {
    world,
    ask,
    refusal,
    database,
    statusOf,
    snapshot,
    words,
    pass: (minutes: number) => world.clock.advance(minutes * MINUTE_MS),
    /** The id of a VPC, subnet or security group of the cast. */
    id: (kind: 'vpc' | 'subnet' | 'sg', name: string, region: string = SANDBOX_REGION) =>
      ec2Id({ accountId: SANDBOX_ACCOUNT, region }, kind, name),
    arn: (kind: string, name: string, region: string = SANDBOX_REGION) =>
      `arn:aws:rds:${region}:${SANDBOX_ACCOUNT}:${kind}:${name}`,
  };
}
