import type { Probe } from '../../model/plan.ts';
import type { DrillProbe } from '../../model/recovery-settings.ts';
import type { PlanBuilder } from '../define.ts';
import type { ReadyDrill } from './drill-guard.ts';
import { type DrillSources, filled } from './drill-text.ts';

/** What proves that what stands can be used, in the order of the configuration. */
export function probeSteps(plan: PlanBuilder, { probes }: ReadyDrill, sources: DrillSources): void {
  for (const [at, probe] of probes.entries()) {
    plan.probe(`probe-${at + 1}`, {
      title: titleOf(probe),
      probe: probeOf(probe, sources),
      every: '15s',
      within: probe.within,
      takes: '1m',
    });
  }
}

function titleOf(probe: DrillProbe): string {
  switch (probe.type) {
    case 'http':
      return `${probe.url} answers ${probe.status}`;
    case 'sql':
      return `The database answers: ${probe.query}`;
    case 'checklist':
      return `The checklist ${probe.checklist} has no failing finding`;
  }
}

function probeOf(probe: DrillProbe, sources: DrillSources): Probe {
  switch (probe.type) {
    case 'http': {
      const { type, url, status, contains } = probe;
      return { type, url: filled(url, sources), status, ...(contains !== undefined && { contains }) };
    }
    case 'sql': {
      const { type, url, query, expect } = probe;
      return { type, url: filled(url, sources), query, ...(expect !== undefined && { expect }) };
    }
    case 'checklist': {
      const { type, checklist, parameters } = probe;
      return { type, checklist, parameters };
    }
  }
}
