import type { DBInstance } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { RdsState } from '../../world/newcomer/rds.ts';
import { hexOf } from '../../world/newcomer/cast.ts';
import { invalid, isNamed, notFound, required } from './listing.ts';

/** The instance that a request names, as it is in the world: what is answered is a copy. */
export function instanceNamed({ region }: SandboxContext, wanted: string | undefined): DBInstance {
  const name = required(wanted, 'DBInstanceIdentifier');
  const found = region.rds.instances.find(({ DBInstanceIdentifier: id, DBInstanceArn: arn }) => isNamed(name, id, arn));
  if (!found) throw notFound('DBInstanceNotFound', `DBInstance ${name} not found.`);
  return found;
}

export function instanceWith(rds: RdsState, resource: string | undefined): DBInstance | undefined {
  return rds.instances.find((one) => one.DbiResourceId === resource);
}

/**
 * Puts a changed instance in the place of the old one: answers given before do not change.
 * @returns the new one; undefined where it has gone meanwhile
 */
export function changeInstance(
  rds: RdsState,
  resource: string | undefined,
  change: Partial<DBInstance>,
): DBInstance | undefined {
  const at = rds.instances.findIndex((one) => one.DbiResourceId === resource);
  const old = rds.instances[at];
  if (!old) return undefined;
  const changed = { ...old, ...change };
  rds.instances[at] = changed;
  return changed;
}

/** While its storage is being optimized an instance works as ever. */
export function isUsable({ DBInstanceStatus: status }: DBInstance): boolean {
  return status === 'available' || status === 'storage-optimization';
}

export function requireUsable(instance: DBInstance, message = 'Database instance is not in available state.'): void {
  if (!isUsable(instance)) throw new SandboxError('InvalidDBInstanceState', message);
}

/** What an instance is when nothing is being done to it. */
export function restingStatus({ rds }: SandboxContext['region'], resource: string | undefined, now: Date): string {
  const optimized = rds.optimizingUntil.get(resource ?? '') ?? 0;
  return optimized > now.getTime() ? 'storage-optimization' : 'available';
}

/** A name for a new instance, in the small letters that RDS keeps it in. */
export function newInstanceId({ region }: SandboxContext, wanted: string | undefined): string {
  const id = identifier(wanted, 'DBInstanceIdentifier', 63).toLowerCase();
  if (region.rds.instances.some((one) => one.DBInstanceIdentifier === id)) {
    throw new SandboxError('DBInstanceAlreadyExists', 'DB instance already exists');
  }
  return id;
}

/** Letters, digits and hyphens, a letter first, no hyphen last and no two of them together. */
export function identifier(wanted: string | undefined, parameter: string, most = 255): string {
  const name = required(wanted, parameter);
  if (name.length <= most && /^[a-z](-?[a-z0-9])*$/i.test(name)) return name;
  throw invalid(
    `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ` +
      'ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.',
  );
}

/** An id of RDS's own making: another for each resource, the same in every world of one history. */
export function madeId({ region }: SandboxContext, prefix: string, digits = 26): string {
  region.rds.made += 1;
  const hex = hexOf({ accountId: region.accountId, region: region.name }, digits, 'rds-made', String(region.rds.made));
  return `${prefix}${hex.toUpperCase()}`;
}
