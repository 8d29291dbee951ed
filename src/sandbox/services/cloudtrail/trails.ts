import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { TRAIL_REGIONS, type TrailState } from '../../world/newcomer/cloudtrail.ts';

/** Every trail of the account, whatever region it is at home in. */
export function everyTrail({ world, account, region }: SandboxContext): TrailState[] {
  const regions = new Set([region.name, ...TRAIL_REGIONS]);
  return [...regions].flatMap((name) => world.region(account.id, name).cloudtrail.trails);
}

/** The trails at home in this region, and with `shadows` those of other regions that record here too. */
export function trailsIn(context: SandboxContext, shadows: boolean): TrailState[] {
  return everyTrail(context).filter(
    ({ trail }) => trail.HomeRegion === context.region.name || (shadows && trail.IsMultiRegionTrail === true),
  );
}

/** By ARN from anywhere, by name only where the trail is at home. */
export function trailOf(name: string | undefined, context: SandboxContext): TrailState {
  if (name === undefined || name.length < 3) {
    throw new SandboxError('InvalidTrailNameException', 'Trail name too short. Minimum allowed length: 3 characters.');
  }
  if (name.startsWith('arn:') && !/^arn:[a-z-]+:cloudtrail:[a-z0-9-]+:\d{12}:trail\/.+$/.test(name)) {
    throw new SandboxError('CloudTrailARNInvalidException', `Trail ARN is invalid: ${name}`);
  }
  const found = everyTrail(context).find(
    ({ trail }) => trail.TrailARN === name || (trail.Name === name && trail.HomeRegion === context.region.name),
  );
  if (!found) {
    throw new SandboxError('TrailNotFoundException', `Unknown trail: ${name} for the user: ${context.account.id}`);
  }
  return found;
}
