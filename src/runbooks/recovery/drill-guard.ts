import { normalize } from 'node:path/posix';
import { durationMs } from '../../model/duration.ts';
import { Refused } from '../../model/errors.ts';
import { type DrillSettings, NO_RECOVERY } from '../../model/recovery-settings.ts';
import type { RunbookSettings } from '../../model/runbook-settings.ts';
import type { PlanBuilder } from '../define.ts';

/** A drill as far as it must be configured to be held. */
export interface ReadyDrill extends DrillSettings {
  readonly name: string;
  readonly database: string;
  readonly subnetGroup: NonNullable<DrillSettings['subnetGroup']>;
}

/**
 * A drill of the configuration that can be held, and harms nobody.
 * @throws Refused where it is not there, is not complete, or comes near production
 */
export function readyDrill(name: string, settings: RunbookSettings, account: string): ReadyDrill {
  const { drills, production } = settings.recovery ?? NO_RECOVERY;
  const drill = drills[name];
  if (!drill) {
    const known = Object.keys(drills).join(', ');
    throw new Refused(`there is no drill ${name} in the configuration (recovery.drills): ${known || 'there is none'}`);
  }
  const { database, subnetGroup } = drill;
  if (database === undefined) throw incomplete(name, 'a database, whose snapshot is restored');
  if (subnetGroup === undefined) throw incomplete(name, 'a subnetGroup, or the database would come to be elsewhere');
  if (drill.probes.length === 0) throw incomplete(name, 'probes: a drill that looks at nothing proves nothing');
  const outputs = [subnetGroup, ...drill.securityGroups].filter((one) => typeof one !== 'string');
  if (outputs.length > 0 && !drill.network) throw incomplete(name, 'a network layer, since it names outputs of it');
  refuseProduction(name, drill, settings);
  if (production.accounts.includes(account)) {
    throw new Refused(`the account ${account} is marked as production (recovery.production): no drill is held there`);
  }
  return { ...drill, name, database, subnetGroup };
}

/** States what it may cost, as far as that is known. @throws Refused where that is more than it may */
export function stateCost(plan: PlanBuilder, { within, hourlyUsd, costLimitUsd }: DrillSettings): void {
  if (hourlyUsd === undefined) {
    plan.refuseIf(costLimitUsd !== undefined, 'costLimitUsd needs hourlyUsd: what does the drill cost an hour?');
    return plan.warn('What it costs is not estimated: the drill has no hourlyUsd in the configuration.');
  }
  const most = Math.ceil((hourlyUsd * durationMs(within) * 100) / 3_600_000) / 100;
  plan.fact('Costs at most', `${most.toFixed(2)} USD (${hourlyUsd} an hour, given up after ${within})`);
  plan.refuseIf(
    costLimitUsd !== undefined && most > costLimitUsd,
    `the drill may cost ${most.toFixed(2)} USD, more than its limit of ${costLimitUsd ?? 0}`,
  );
}

function refuseProduction(name: string, drill: DrillSettings, { environments, layers = [] }: RunbookSettings): void {
  const environment = environments.find((one) => one.name === drill.environment);
  if (!environment) throw incomplete(name, 'an environment of the configuration that is not production');
  if (environment.production) {
    throw new Refused(`the drill ${name} names the environment ${environment.name}, which is production`);
  }
  const used = [drill.network, drill.compute].flatMap((layer) => (layer ? [pathOf(layer.directory)] : []));
  const taken = layers.find(({ directory }) => used.includes(pathOf(directory)));
  if (taken) {
    throw new Refused(
      `the drill ${name} would apply and destroy ${taken.directory}, which is the layer ${taken.name} of the configuration`,
    );
  }
  if (new Set(used).size < used.length) {
    throw new Refused(
      `the layers network and compute of the drill ${name} are one directory: each needs its own state`,
    );
  }
}

function incomplete(name: string, needs: string): Refused {
  return new Refused(`the drill ${name} of the configuration needs ${needs}; nothing was planned`);
}

function pathOf(directory: string): string {
  return normalize(directory).replace(/\/+$/, '');
}
