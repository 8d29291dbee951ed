import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { SandboxContext } from '../../handlers.ts';
import { at, begin, type Flow, type Rate } from '../../world/traffic/flow.ts';
import { recordTraffic } from '../../world/traffic/record.ts';
import type { RegionState } from '../../world/state.ts';
import { isSame } from './names.ts';

/** Name servers know a change after half a minute, and who has asked before goes on for an alias's time to live of one. */
const FOLLOWS_MS = 90_000;

/**
 * Customers follow the weights of a name whose record sets are aliases of load balancers: what came to all of them
 * together is shared anew. Whether a target is healthy makes no difference here; requests that do not come by the name
 * (probes) stay where they are.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html
 */
export function followLater(
  context: SandboxContext,
  before: readonly ResourceRecordSet[],
  after: readonly ResourceRecordSet[],
): void {
  const changed = after.filter(
    (one) => isWeighted(one) && !before.some((old) => isSame(old, one) && old.Weight === one.Weight),
  );
  for (const name of new Set(changed.map(({ Name }) => Name))) {
    const [old, now] = [before, after].map((records) => records.filter((one) => one.Name === name && isWeighted(one)));
    context.world.clock.after(FOLLOWS_MS, () => share(context, shares(old ?? []), shares(now ?? [])));
  }
}

function isWeighted({ Weight, AliasTarget }: ResourceRecordSet): boolean {
  return Weight !== undefined && AliasTarget?.DNSName?.includes('.elb.amazonaws.com') === true;
}

/** By the load balancers' names; where every weight is 0, all are alike. */
function shares(records: readonly ResourceRecordSet[]): ReadonlyMap<string, number> {
  const total = records.reduce((sum, { Weight = 0 }) => sum + Weight, 0);
  return new Map(
    records.map(({ Weight = 0, AliasTarget }) => [
      (AliasTarget?.DNSName ?? '').replace(/^dualstack\.|\.$/g, ''),
      total > 0 ? Weight / total : 1 / records.length,
    ]),
  );
}

interface Arrival {
  readonly region: RegionState;
  readonly flow: Flow;
  readonly rate: Rate;
  /** Of what comes by the name, 0 to 1. */
  readonly old: number;
  readonly now: number;
}

function share(context: SandboxContext, old: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): void {
  const instant = context.world.clock.now().getTime();
  const arrivals = [...new Set([...old.keys(), ...now.keys()])].flatMap((name): Arrival[] => {
    const found = flowOf(context, name);
    const rate = found && at(found.flow.rates, instant);
    return found && rate ? [{ ...found, rate, old: old.get(name) ?? 0, now: now.get(name) ?? 0 }] : [];
  });
  const demand = demandOf(arrivals);
  for (const { region, flow, rate, old: had, now: part } of arrivals) {
    const own = OWN.get(rate)?.own ?? (had > 0 ? nothing : rate);
    const shared: Rate = (minute) => own(minute) + part * demand(minute);
    OWN.set(shared, { own, demand });
    begin<Rate>(flow.rates, instant, shared);
    recordTraffic(region);
  }
}

/** Of rates that were shared here: what comes besides, and what is shared. */
const OWN = new WeakMap<Rate, { readonly own: Rate; readonly demand: Rate }>();

function nothing(): number {
  return 0;
}

/** All that comes by the name; where it was shared before and nobody changed it since, just that. */
function demandOf(arrivals: readonly Arrival[]): Rate {
  const known = new Set(arrivals.map(({ rate }) => OWN.get(rate)?.demand));
  const [one] = known;
  if (known.size === 1 && one) return one;
  const parts = arrivals.map(({ rate, old }): Rate => {
    const own = OWN.get(rate)?.own;
    if (own) return (minute) => rate(minute) - own(minute);
    return old > 0 ? rate : nothing;
  });
  return (minute) => parts.reduce((sum, part) => sum + part(minute), 0);
}

/** Where a load balancer's customers arrive: its listener for HTTPS, or the one it has. */
function flowOf({ world, account }: SandboxContext, dnsName: string): Pick<Arrival, 'region' | 'flow'> | undefined {
  const name = /\.([a-z0-9-]+)\.elb\.amazonaws\.com$/.exec(dnsName)?.[1];
  const region = name === undefined ? undefined : world.region(account.id, name);
  const balancer = region?.elbv2.loadBalancers.find(({ DNSName }) => DNSName?.toLowerCase() === dnsName);
  const flows =
    region?.elbv2.flows.filter(({ loadBalancerArn }) => loadBalancerArn === balancer?.LoadBalancerArn) ?? [];
  const secure = region?.elbv2.listeners
    .filter(({ Protocol }) => Protocol === 'HTTPS')
    .map(({ ListenerArn }) => ListenerArn);
  const flow = flows.find(({ listenerArn }) => secure?.includes(listenerArn)) ?? flows[0];
  return region && flow && { region, flow };
}
