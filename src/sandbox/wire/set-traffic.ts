import * as z from 'zod';
import type { RegionState } from '../world/state.ts';
import { setRequests } from '../world/traffic/arrange.ts';
import { trafficBetween } from '../world/traffic/ledger.ts';
import type { World } from '../world/world.ts';

const where = { region: z.string(), account: z.string().optional() };
const ms = z.int().min(0);

const lagBody = z.strictObject({ ...where, lagMs: ms.optional(), metricLagMs: ms.optional() });

/** How long changes of listeners and rules take to be seen, and metrics to be published: of one region, from now on. */
export function setLag(world: World, body: unknown): object {
  const { lagMs, metricLagMs, ...place } = lagBody.parse(body);
  const { knobs } = regionOf(world, place).elbv2;
  if (lagMs !== undefined) knobs.lagMs = lagMs;
  if (metricLagMs !== undefined) knobs.metricLagMs = metricLagMs;
  return { ...knobs };
}

const kind = z.strictObject({
  share: z.number().min(0).max(1),
  host: z.string(),
  path: z.string().startsWith('/'),
  method: z.string().default('GET'),
});
const trafficBody = z.strictObject({
  ...where,
  /** ARN of a listener of an Application Load Balancer. */
  listener: z.string(),
  perSecond: z.number().min(0),
  kinds: z
    .array(kind)
    .min(1)
    .refine((kinds) => Math.abs(kinds.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9, 'shares add up to one')
    .optional(),
});

/**
 * How many requests a listener is sent from now on, and of which kinds.
 * @throws Error where there is no such listener
 */
export function setTraffic(world: World, body: unknown): object {
  const { listener, perSecond, kinds, ...place } = trafficBody.parse(body);
  setRequests(regionOf(world, place), listener, { perSecond, ...(kinds && { kinds }) });
  return { listener, perSecond };
}

const ledgerBody = z.strictObject({
  ...where,
  /** ARN of an Application Load Balancer. */
  loadBalancer: z.string(),
  from: z.iso.datetime(),
  /** Until now, where absent. */
  to: z.iso.datetime().optional(),
});

/** What became of the requests to a load balancer between two instants, by version. */
export function showLedger(world: World, body: unknown): object {
  const { loadBalancer: loadBalancerArn, from, to, ...place } = ledgerBody.parse(body);
  const { accountId, name: region } = regionOf(world, place);
  const until = to === undefined ? world.clock.now() : new Date(to);
  return trafficBetween(world, { accountId, region, loadBalancerArn }, new Date(from), until);
}

/** The first account's keys are the ones that nobody knows. */
function regionOf(world: World, { region, account }: { region: string; account?: string | undefined }): RegionState {
  return world.region(account ?? world.accountOf(''), region);
}
