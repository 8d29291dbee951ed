import type { Desk } from '../engine/desk/desk.ts';
import { closedWords } from '../model/change-gate.ts';
import { changesOf, type Plan } from '../model/plan.ts';
import type { Database } from '../store/database.ts';
import type { Config } from './config/schema.ts';
import { outsideOf } from './outside.ts';
import { isGated, preflightFailures } from './preflight-gate.ts';

export interface HindranceSources {
  readonly config: Config;
  readonly configFile?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly db: Database;
  readonly now: () => Date;
}

/** What keeps a plan from being carried out now: the change calendar, and a preflight that fails where one is asked for. */
export function createHindrances(sources: HindranceSources): NonNullable<Desk['hindrances']> {
  const { config, now } = sources;
  return async (request) => {
    const closed = closedFor(config, request, now());
    const failing = isGated(config, request) ? await preflightFailures(request, sources) : [];
    return [...(closed === undefined ? [] : [closed]), ...failing];
  };
}

/**
 * What the change calendar has against a plan; undefined for nothing. What belongs to no environment of the configuration
 * counts as production: that it does not was not said.
 */
export function closedFor(
  config: Config,
  { plan, environment }: { readonly plan: Plan; readonly environment: string | null },
  now: Date,
): string | undefined {
  if (changesOf(plan).length === 0) return undefined;
  const known = environment === null ? undefined : config.environments[environment];
  if (known && !known.production) return undefined;
  const closed = closedWords(now, outsideOf(config, { environment: {} }));
  if (closed === undefined || known) return closed;
  return `${closed} (it belongs to no environment of the configuration, and so counts as production)`;
}
