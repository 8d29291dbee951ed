import type { World } from '../world/world.ts';

/** Everything that the world holds by now, as JSON: accounts and regions come to be when they are first asked for. */
export function snapshotOf(world: World): string {
  const { seed, clock, faults } = world;
  return JSON.stringify(
    { seed, clock: clock.now(), faults, accounts: world.accounts(), regions: world.regions() },
    plain,
  );
}

/** What JSON has no word for: maps and sets, bytes, and the functions that a metric is made of. */
function plain(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  // A Buffer has turned itself into something else by the time it is a value.
  const held = this[key];
  if (held instanceof Uint8Array) return Buffer.from(held).toString('base64');
  return typeof value === 'bigint' ? String(value) : value;
}
