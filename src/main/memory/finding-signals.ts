import type { Finding } from '../../model/finding.ts';
import type { Signal } from '../../model/incident/signal.ts';
import type { ChecklistResult } from '../../model/result.ts';
import { isAtLeast } from '../../model/severity.ts';
import type { IncidentsConfig } from '../config/incidents.ts';

type Rules = IncidentsConfig['checks'];

/** What of a result opens incidents, by the rules of the configuration, and what ends those that it opened before. */
export function findingSignals(
  { findings, execution }: ChecklistResult,
  rules: Rules,
  { open, at }: { readonly open: ReadonlySet<string>; readonly at: Date },
): Signal[] {
  return findings.flatMap((finding): Signal[] => {
    const rule = rules.find(
      ({ check, severity }) => fits(check, finding.check) && isAtLeast(finding.severity, severity),
    );
    if (!rule) return [];
    const key = findingKey(finding);
    if (finding.status === 'fail' && finding.suppressed === null) {
      return [
        signal(finding, {
          action: 'trigger',
          key,
          severity: rule.incident,
          deliveryId: `${finding.id}/${execution}`,
          at,
        }),
      ];
    }
    const isOver = finding.status === 'pass' && open.has(key);
    return isOver
      ? [signal(finding, { action: 'resolve', key, severity: null, deliveryId: `${finding.id}/${execution}`, at })]
      : [];
  });
}

function findingKey({ id }: Pick<Finding, 'id'>): string {
  return `finding/${id}`;
}

function fits(pattern: string, check: string): boolean {
  return pattern.endsWith('*') ? check.startsWith(pattern.slice(0, -1)) : check === pattern;
}

function signal(
  { check, reason, resource, account, region, id }: Finding,
  own: Pick<Signal, 'action' | 'key' | 'severity' | 'deliveryId' | 'at'>,
): Signal {
  return {
    ...own,
    title: reason.slice(0, 200),
    actor: null,
    labels: { check, resource: resource.id, account, region },
    details: { finding: id, resource: resource.arn },
    links: [],
    alarm: null,
  };
}
