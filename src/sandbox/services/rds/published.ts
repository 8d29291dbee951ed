import type { DBInstance } from '@aws-sdk/client-rds';
import type { SandboxContext } from '../../handlers.ts';
import { freeGib, type Load, publishLoad } from '../../world/newcomer/rds/load.ts';

/** In these, there is nothing to measure. */
const SILENT: ReadonlySet<string> = new Set(['creating', 'stopped', 'starting', 'deleting']);
/** What a database that nobody uses shows. */
const UNUSED = { cpuPercent: 3, cpuSwing: 1, connections: 0, connectionsSwing: 0, freeMemoryGib: 4 } as const;
/** What the engine itself takes of a new disk. */
const FRESH_GIB = 2;

/** CloudWatch shows an instance from when it can be reached until it is stopped or deleted, and again when it starts. */
export function publishWhile({ region, world }: SandboxContext, resource: string | undefined, status: string): void {
  const now = world.clock.now().getTime();
  const periods = region.rds.publications.get(resource ?? '')?.periods;
  const last = periods?.at(-1);
  if (!periods || !last) return;
  const runs = last.until > now;
  if (runs && SILENT.has(status)) last.until = now;
  if (!runs && !SILENT.has(status)) periods.push({ from: now, until: Infinity });
}

/** A new instance: as full as what it was made of, and unused; a replica does its source's reading. */
export function publishNew(
  { region, world }: SandboxContext,
  instance: DBInstance,
  source: DBInstance | undefined,
): void {
  const { rds } = region;
  const now = world.clock.now().getTime();
  const { AllocatedStorage: gib = 0, ReadReplicaSourceDBInstanceIdentifier: replicated } = instance;
  const known = rds.publications.get(source?.DbiResourceId ?? '');
  const used = known ? (source?.AllocatedStorage ?? gib) - freeGib(known, rds.publisher.start, now) : FRESH_GIB;
  const reading = replicated === undefined ? UNUSED : { ...UNUSED, cpuPercent: 25, connections: 12 };
  const load: Load = { ...reading, freeStorageGib: Math.max(gib - used, 0) };
  const since = { periods: [{ from: now, until: Infinity }], growth: [] };
  rds.publications.set(instance.DbiResourceId ?? '', publishLoad(rds.publisher, instance, load, since));
}

/** Under its new name an instance goes on as it was; under the old one there is nothing more. */
export function publishRenamed({ region, world }: SandboxContext, renamed: DBInstance): void {
  const { rds } = region;
  const { DbiResourceId: resource = '' } = renamed;
  const known = rds.publications.get(resource);
  const last = known?.periods.at(-1);
  if (!known || !last) return;
  const now = world.clock.now().getTime();
  last.until = now;
  const since = { periods: [{ from: now, until: Infinity }], growth: [...known.growth] };
  rds.publications.set(resource, publishLoad(rds.publisher, renamed, known.load, since));
}

export function publishGrowth({ region, world }: SandboxContext, resource: string, gib: number): void {
  region.rds.publications.get(resource)?.growth.push({ at: world.clock.now().getTime(), gib });
}
