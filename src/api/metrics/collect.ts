import { Registry } from 'prom-client';
import type { ApiPorts } from '../ports.ts';
import { incidentMetrics } from './incidents.ts';
import { latenessMetrics } from './lateness.ts';
import { oncallMetrics } from './oncall.ts';
import { workMetrics } from './work.ts';

export interface Metrics {
  readonly contentType: string;
  /** Looks at everything, and gives it as text. One at a time. */
  collect(): Promise<string>;
}

/** Metrics of this server alone, in a registry of its own. */
export function createMetrics(ports: ApiPorts): Metrics {
  const registry = new Registry();
  const looks = [oncallMetrics, incidentMetrics, latenessMetrics, workMetrics].map((make) => make(registry, ports));
  return {
    contentType: registry.contentType,
    async collect() {
      for (const look of looks) await look();
      return registry.metrics();
    },
  };
}
