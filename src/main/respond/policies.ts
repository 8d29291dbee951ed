import { durationMs } from '../../model/duration.ts';
import type { EscalationPolicy } from '../../model/incident/policy.ts';
import type { EscalationConfig } from '../config/incidents.ts';

/** Escalation policies of the configuration, as the rules read them. */
export function policiesOf({ escalation }: { readonly escalation: EscalationConfig }): EscalationPolicy[] {
  return Object.entries(escalation.policies).map(
    ([name, { levels, repeat, startAt, acknowledgedFor, next = null }]) => ({
      name,
      levels: levels
        .map(({ level, notify, for: time, acknowledge, when }) => ({
          level,
          notify,
          forMs: durationMs(time),
          acknowledge,
          onBusinessImpact: when === 'business-impact',
        }))
        .toSorted((a, b) => a.level - b.level),
      repeat,
      startAt,
      acknowledgedForMs: acknowledgedFor === 'ever' ? null : durationMs(acknowledgedFor),
      next,
    }),
  );
}
