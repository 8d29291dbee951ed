import type { Execution } from '../aws/execution.ts';
import { AwsFault } from '../aws/fault.ts';
import { listAccounts } from '../aws/organizations.ts';
import { listEnabledRegions } from '../aws/regions.ts';
import { assuming, type Connection, type Identified, identify } from '../aws/sdk/accounts.ts';
import { ambientCredentials, heldCredentials } from '../aws/sdk/credentials.ts';
import type { ProfileSettings } from '../aws/sdk/profile.ts';
import type { Target } from '../checklists/run.ts';
import { UsageError } from '../model/errors.ts';
import type { Config, OrganizationConfig, TargetConfig } from './config/schema.ts';
import { chooseTargets } from './choose.ts';
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
  /** The way to the account, by the region where STS is asked. */
  readonly connect: (region: string) => Connection;
  /** Where STS may be asked: the next where one does not answer. */
  readonly stsRegions: readonly string[];
  readonly regions: readonly string[] | 'enabled';
  readonly expected?: string;
  readonly skip: readonly string[];
  /** Who we are there, or why nobody knows, where that came out already. */
  readonly known?: Opened | AwsFault;
}

/** An account that answered, and where it did. */
interface Opened extends Identified {
  readonly region: string;
}

/** Credentials and where they are used, before a region is settled. */
interface Base {
  readonly connect: (region: string) => Connection;
  readonly stsRegions: readonly string[];
}

type Place = Pick<TargetConfig, 'profile' | 'endpointUrl'> & { readonly regions?: readonly string[] | undefined };

const SESSION_NAME = 'opsbook';

/**
 * Accounts × regions to look at. Identities are asked all at once; an account that does not answer becomes a target
 * whose checks are all unknown, and stops no other.
 * @throws UsageError for what cannot be meant, before anything is asked
 */
export async function resolveTargets(choice: TargetChoice, sources: TargetSources): Promise<Target[]> {
  const seats = await findSeats(choice, sources);
  const perSeat = await Promise.all(seats.map((seat) => open(seat, sources.execution)));
  return chooseTargets(perSeat.flat(), choice.names);
}

async function findSeats(choice: TargetChoice, sources: TargetSources): Promise<Seat[]> {
  const { config } = sources;
  const regions = choice.regions.map(parseRegion);
  if (choice.profile !== undefined || (config.targets.length === 0 && config.organization === undefined)) {
    const base = await baseOf({}, choice, sources);
    return [{ ...base, label: choice.profile ?? 'ambient', named: false, regions: base.stsRegions, skip: [] }];
  }
  const [fromTargets, organization] = await Promise.all([
    Promise.all(config.targets.map((target) => seatOf(target, choice, sources))),
    config.organization ? seatsOf(config.organization, choice, sources) : [],
  ]);
  const seats = [...fromTargets, ...organization];
  return regions.length > 0 ? seats.map((seat) => ({ ...seat, regions })) : seats;
}

async function seatOf(target: TargetConfig, choice: TargetChoice, sources: TargetSources): Promise<Seat> {
  const { connect, stsRegions } = await baseOf(target, choice, sources);
  const roles = target.role === undefined ? [] : [target.role].flat();
  const expected = target.account ?? /::(\d{12}):/.exec(roles.at(-1) ?? '')?.[1];
  return {
    label: target.name,
    named: true,
    connect: (region) => throughRoles(connect(region), roles, target.externalId, sources),
    stsRegions,
    regions: target.regions ?? stsRegions,
    skip: [],
    ...(expected !== undefined && { expected }),
  };
}

/** Each role assumed from the one before; the external id goes with the last. */
function throughRoles(
  from: Connection,
  roles: readonly string[],
  externalId: string | undefined,
  { execution, now }: TargetSources,
): Connection {
  let connection = from;
  for (const [index, roleArn] of roles.entries()) {
    const own = index === roles.length - 1 && externalId !== undefined ? { externalId } : {};
    connection = assuming(connection, { roleArn, sessionName: SESSION_NAME, ...own }, execution, now);
  }
  return connection;
}

/** An organization that cannot be listed is one account that cannot be looked at: the other targets are. */
async function seatsOf(
  organization: OrganizationConfig,
  choice: TargetChoice,
  sources: TargetSources,
): Promise<Seat[]> {
  const { role, externalId, exclude } = organization;
  const regions = organization.regions === 'enabled' ? undefined : organization.regions;
  const base = await baseOf({ profile: organization.profile, regions }, choice, sources);
  const seat = { ...base, named: true, regions: organization.regions, skip: exclude.regions };
  const manager = await identifyIn({ ...seat, label: 'organization' }, sources.execution);
  const accounts = manager instanceof AwsFault ? manager : await orFault(accountsOf(manager, sources.execution));
  if (manager instanceof AwsFault || accounts instanceof AwsFault) {
    const known = manager instanceof AwsFault ? manager : accounts;
    return [{ ...seat, label: 'organization', ...(known instanceof AwsFault && { known }) }];
  }
  return accounts
    .filter(({ id }) => !exclude.accounts.includes(id))
    .map(({ id, name }): Seat => {
      const own = { ...seat, label: name, expected: id };
      if (id === manager.account.id) return { ...own, known: manager };
      const connect = (region: string): Connection => {
        const from = base.connect(region);
        return throughRoles(from, [`arn:${from.partition}:iam::${id}:role/${role}`], externalId, sources);
      };
      return { ...own, connect };
    });
}

async function accountsOf({ account, region }: Opened, execution: Execution): Promise<{ id: string; name: string }[]> {
  const accounts = await listAccounts(execution.open(account, region), {});
  return accounts
    .filter(({ State, Status }) => (State ?? Status) === 'ACTIVE')
    .map(({ Id: id = '', Name: name = id }) => ({ id, name }));
}

async function baseOf(place: Place, choice: TargetChoice, { now }: TargetSources): Promise<Base> {
  const { environment } = choice;
  const profile = choice.profile ?? place.profile;
  const settings = await settingsOf(profile ?? environment['AWS_PROFILE'] ?? 'default', choice);
  const asked = choice.regions.length > 0 ? choice.regions : place.regions;
  const regions = (asked ?? [regionInForce(environment, settings)]).map(parseRegion);
  const endpointUrl = choice.endpointUrl ?? place.endpointUrl ?? settings.endpointUrl;
  const credentials = heldCredentials(() => ambientCredentials({ profile, environment }), now);
  return {
    stsRegions: regions,
    connect: (region) => ({
      credentials,
      region,
      partition: partitionOf(region),
      ...(endpointUrl !== undefined && { endpointUrl }),
    }),
  };
}

/** @throws UsageError for a `--profile` that is in none of AWS's files; any other may be none of ours to judge */
async function settingsOf(name: string, { profile }: TargetChoice): Promise<ProfileSettings> {
  const { readProfile } = await import('../aws/sdk/profile.ts');
  const read = await readProfile(name);
  if ('settings' in read) return read.settings;
  if (profile === undefined) return {};
  throw new UsageError(`unknown profile: ${profile}${suggestion(profile, read.unknown)}`);
}

/** As AWS's tools find it: `AWS_REGION`, `AWS_DEFAULT_REGION`, then the profile's own. */
function regionInForce(environment: TargetChoice['environment'], { region }: ProfileSettings): string {
  const found = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || region;
  if (found) return found;
  throw new UsageError('no AWS region: pass --region, set AWS_REGION, or give targets.regions in opsbook.yaml');
}

async function open(seat: Seat, execution: Execution): Promise<Target[]> {
  const opened = seat.known ?? (await identifyIn(seat, execution));
  if (opened instanceof AwsFault) return lost(seat, opened);
  const { account, arn } = opened;
  if (seat.expected !== undefined && seat.expected !== account.id) return lost(seat, wrongAccount(seat, opened));
  const regions = await orFault(regionsOf(seat, opened, execution));
  if (regions instanceof AwsFault) return lost(seat, regions);
  return regions.map((region) => ({
    report: { account: account.id, region, identity: arn, ...(seat.named && { name: seat.label }) },
    account,
    first: false,
  }));
}

/** A region that is down says nothing of an account: the next is asked. */
async function identifyIn(seat: Seat, execution: Execution): Promise<Opened | AwsFault> {
  const [region = '', ...others] = seat.stsRegions;
  const identified = await orFault(identify(seat.connect(region), execution, `${seat.label} in ${region}`));
  if (!(identified instanceof AwsFault)) return { ...identified, region };
  if (identified.facts.kind !== 'unreachable' || others.length === 0) return identified;
  const elsewhere = await identifyIn({ ...seat, stsRegions: others }, execution);
  return elsewhere instanceof AwsFault ? identified : elsewhere;
}

async function regionsOf(seat: Seat, { account, region: here }: Opened, execution: Execution) {
  const regions = seat.regions === 'enabled' ? await listEnabledRegions(execution.open(account, here)) : seat.regions;
  return regions.filter((region) => !seat.skip.includes(region));
}

function lost(seat: Seat, fault: AwsFault): Target[] {
  const { regions, skip, stsRegions } = seat;
  // Nobody could say which regions there are: the account itself is what is lost, in the region that was asked.
  const looked = regions === 'enabled' ? stsRegions.slice(0, 1) : regions.filter((region) => !skip.includes(region));
  return looked.map((region) => ({
    report: { account: seat.expected ?? 'unknown', region, ...(seat.named && { name: seat.label }) },
    account: fault,
    first: false,
  }));
}

function wrongAccount({ label, expected }: Seat, { account, arn, region }: Opened): AwsFault {
  return new AwsFault(
    `The credentials of target ${label} are of account ${account.id} (${arn}), not of ${expected}: nothing was looked at.`,
    { kind: 'credentials-invalid', operation: 'sts:GetCallerIdentity', region, awsCode: 'WrongAccount' },
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
