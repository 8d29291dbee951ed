import type { Account, Execution } from '../aws/execution.ts';
import { AwsFault } from '../aws/fault.ts';
import { listAccounts } from '../aws/organizations.ts';
import { listEnabledRegions } from '../aws/regions.ts';
import { assuming, type Connection, identify } from '../aws/sdk/accounts.ts';
import { ambientCredentials, heldCredentials } from '../aws/sdk/credentials.ts';
import type { Target } from '../checklists/run.ts';
import { UsageError } from '../model/errors.ts';
import type { Config, OrganizationConfig, TargetConfig } from './config/schema.ts';
import { suggestion } from './config/load.ts';
import { parseRegion, partitionOf } from './regions.ts';

/** What the command line and the environment say about where to look. */
export interface TargetChoice {
  readonly profile?: string;
  readonly regions: readonly string[];
  /** `--target NAME` or `--target account/region`. */
  readonly names: readonly string[];
  readonly endpointUrl?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface TargetSources {
  readonly config: Config;
  readonly execution: Execution;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** One account to look at, before anybody was asked: with its regions, or with how to learn them. */
interface Seat {
  readonly label: string;
  readonly named: boolean;
  readonly connection: Connection;
  readonly regions: readonly string[] | 'enabled';
  readonly expected?: string;
  readonly skip: readonly string[];
}

const SESSION_NAME = 'opsbook';

/**
 * Accounts × regions to look at. Identities are asked all at once; an account that does not answer becomes a target
 * whose checks are all unknown, and stops no other.
 * @throws UsageError for what cannot be meant, before anything is asked
 */
export async function resolveTargets(choice: TargetChoice, sources: TargetSources): Promise<Target[]> {
  const seats = await findSeats(choice, sources);
  const perSeat = await Promise.all(seats.map((seat) => open(seat, sources.execution)));
  const targets = perSeat.flat();
  const chosen = choice.names.length > 0 ? targets.filter((target) => isChosen(target, choice.names)) : targets;
  if (choice.names.length > 0) refuseUnknownNames(choice.names, targets);
  return withFirsts(chosen);
}

async function findSeats(choice: TargetChoice, sources: TargetSources): Promise<Seat[]> {
  const { config } = sources;
  const regions = choice.regions.map(parseRegion);
  if (choice.profile !== undefined || (config.targets.length === 0 && config.organization === undefined)) {
    const connection = await connect(choice, {});
    const here = regions.length > 0 ? regions : [connection.region];
    return [{ label: choice.profile ?? 'ambient', named: false, connection, regions: here, skip: [] }];
  }
  const fromTargets = await Promise.all(config.targets.map((target) => seatOf(target, choice, sources)));
  const organization = config.organization ? await seatsOf(config.organization, choice, sources) : [];
  const seats = [...fromTargets, ...organization];
  return regions.length > 0 ? seats.map((seat) => ({ ...seat, regions })) : seats;
}

async function seatOf(target: TargetConfig, choice: TargetChoice, sources: TargetSources): Promise<Seat> {
  const base = await connect(choice, target);
  const roles = target.role === undefined ? [] : [target.role].flat();
  let connection = base;
  for (const [index, roleArn] of roles.entries()) {
    const last = index === roles.length - 1;
    const role = {
      roleArn,
      sessionName: SESSION_NAME,
      ...(last && target.externalId && { externalId: target.externalId }),
    };
    connection = assuming(connection, role, sources.execution, sources.now);
  }
  const expected = target.account ?? /::(\d{12}):/.exec(roles.at(-1) ?? '')?.[1];
  return {
    label: target.name,
    named: true,
    connection,
    regions: target.regions ?? [connection.region],
    skip: [],
    ...(expected !== undefined && { expected }),
  };
}

async function seatsOf(
  organization: OrganizationConfig,
  choice: TargetChoice,
  sources: TargetSources,
): Promise<Seat[]> {
  const { role, externalId, exclude } = organization;
  const base = await connect(choice, organization);
  const manager = await identify(base, sources.execution, 'organization');
  const aws = sources.execution.open(manager.account, base.region);
  const accounts = await listAccounts(aws, {});
  return accounts
    .filter(({ Id = '', State, Status }) => (State ?? Status) === 'ACTIVE' && !exclude.accounts.includes(Id))
    .map(({ Id: id = '', Name: name = id }) => {
      const roleArn = `arn:${base.partition}:iam::${id}:role/${role}`;
      const session = { roleArn, sessionName: SESSION_NAME, ...(externalId !== undefined && { externalId }) };
      const own = id === manager.account.id;
      return {
        label: name,
        named: true,
        connection: own ? base : assuming(base, session, sources.execution, sources.now),
        regions: organization.regions,
        expected: id,
        skip: exclude.regions,
      };
    });
}

async function connect(
  choice: TargetChoice,
  { profile, endpointUrl }: Pick<TargetConfig, 'profile' | 'endpointUrl'>,
): Promise<Connection> {
  const chosen = choice.profile ?? profile;
  const region = choice.regions[0] ?? (await regionInForce(choice, chosen));
  const endpoint = choice.endpointUrl ?? endpointUrl;
  const ask = () => ambientCredentials({ profile: chosen, environment: choice.environment });
  return {
    credentials: heldCredentials(ask, Date.now),
    region: parseRegion(region),
    partition: partitionOf(region),
    ...(endpoint !== undefined && { endpointUrl: endpoint }),
  };
}

/** As AWS's tools find it: `AWS_REGION`, `AWS_DEFAULT_REGION`, then the profile's own. */
async function regionInForce({ environment }: TargetChoice, profile: string | undefined): Promise<string> {
  const told = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  if (told) return told;
  const { profileRegion } = await import('../aws/sdk/profile.ts');
  const own = await profileRegion(profile);
  if (own) return own;
  throw new UsageError('no AWS region: pass --region, set AWS_REGION, or give targets.regions in opsbook.yaml');
}

async function open(seat: Seat, execution: Execution): Promise<Target[]> {
  const identified = await orFault(identify(seat.connection, execution, seat.label));
  if (identified instanceof AwsFault) return lost(seat, identified);
  const { account, arn } = identified;
  if (seat.expected !== undefined && seat.expected !== account.id) return lost(seat, wrongAccount(seat, account, arn));
  const regions = await orFault(regionsOf(seat, account, execution));
  if (regions instanceof AwsFault) return lost(seat, regions);
  return regions.map((region) => ({
    report: { account: account.id, region, identity: arn, ...(seat.named && { name: seat.label }) },
    account,
    first: false,
  }));
}

async function regionsOf(seat: Seat, account: Account, execution: Execution): Promise<readonly string[]> {
  if (seat.regions !== 'enabled') return seat.regions.filter((region) => !seat.skip.includes(region));
  const enabled = await listEnabledRegions(execution.open(account, seat.connection.region));
  return enabled.filter((region) => !seat.skip.includes(region));
}

function lost(seat: Seat, fault: AwsFault): Target[] {
  const regions = seat.regions === 'enabled' ? [seat.connection.region] : seat.regions;
  return regions.map((region) => ({
    report: { account: seat.expected ?? 'unknown', region, ...(seat.named && { name: seat.label }) },
    account: fault,
    first: false,
  }));
}

function wrongAccount(seat: Seat, account: Account, arn: string): AwsFault {
  return new AwsFault(
    `The credentials of target ${seat.label} are of account ${account.id} (${arn}), not of ${seat.expected}: nothing was looked at.`,
    {
      kind: 'credentials-invalid',
      operation: 'sts:GetCallerIdentity',
      region: seat.connection.region,
      awsCode: 'WrongAccount',
    },
  );
}

async function orFault<T>(answer: Promise<T>): Promise<T | AwsFault> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsFault) return error;
    throw error;
  }
}

function isChosen({ report }: Target, names: readonly string[]): boolean {
  return names.some(
    (name) => name === report.name || name === `${report.account}/${report.region}` || name === report.account,
  );
}

function refuseUnknownNames(names: readonly string[], targets: readonly Target[]): void {
  const known = targets.flatMap(({ report }) => [report.name ?? report.account, `${report.account}/${report.region}`]);
  for (const name of names) {
    if (!targets.some((target) => isChosen(target, [name]))) {
      throw new UsageError(`unknown target: ${name}${suggestion(name, known)}`);
    }
  }
}

/** What is asked once for an account is asked in the first region that is looked at. */
function withFirsts(targets: readonly Target[]): Target[] {
  const seen = new Set<string>();
  return targets.map((target) => {
    const key =
      target.account instanceof AwsFault ? (target.report.name ?? target.report.account) : target.report.account;
    const first = !seen.has(key);
    seen.add(key);
    return { ...target, first };
  });
}
