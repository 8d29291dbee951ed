import type { StepRecord } from './execution.ts';
import type { Plan } from './plan.ts';

/** The title of the fact that says of which instant the restored data are: `measureDrill` reads it. */
export const DATA_OF = 'Data are of';

/** What a drill has proved, measured and not estimated. */
export interface DrillEvidence {
  /** Recovery time: from the first change to the last probe that succeeded; null where one did not, or none was made. */
  readonly rtoMs: number | null;
  /** Recovery point: from the instant that the data are of to the first change; null where nothing was changed. */
  readonly rpoMs: number | null;
  readonly dataOf: string | null;
  readonly startedAt: string | null;
  readonly recoveredAt: string | null;
  readonly probes: readonly ProbeEvidence[];
}

export interface ProbeEvidence {
  readonly step: string;
  readonly title: string;
  readonly succeeded: boolean;
  readonly observed: string;
}

type Recorded = Pick<StepRecord, 'key' | 'direction' | 'status' | 'observed' | 'error' | 'finishedAt'> & {
  readonly startedAt: Date | null;
};

/** Measures a drill by the records of its steps: what was not seen to succeed proves nothing. */
export function measureDrill(plan: Pick<Plan, 'steps' | 'basis'>, records: readonly Recorded[]): DrillEvidence {
  const done = new Map(records.filter(({ direction }) => direction === 'do').map((record) => [record.key, record]));
  const changes = plan.steps.filter(({ kind }) => kind === 'change' || kind === 'terraform');
  const startedAt = earliest(changes.flatMap(({ key }) => done.get(key)?.startedAt ?? []));
  const probing = plan.steps.filter(({ kind }) => kind === 'probe');
  const probes = probing.map(({ key, title }): ProbeEvidence => {
    const { status = 'pending', observed = null, error = null } = done.get(key) ?? {};
    return { step: key, title, succeeded: status === 'succeeded', observed: error ?? observed ?? 'not reached' };
  });
  const ends = probing.flatMap(({ key }) => done.get(key)?.finishedAt ?? []);
  const isProved = probes.length > 0 && probes.every(({ succeeded }) => succeeded);
  const recoveredAt = isProved ? latest(ends) : undefined;
  const dataOf = dataOfPlan(plan);
  return {
    rtoMs: startedAt && recoveredAt ? recoveredAt.getTime() - startedAt.getTime() : null,
    rpoMs: startedAt && dataOf !== null ? startedAt.getTime() - Date.parse(dataOf) : null,
    dataOf,
    startedAt: startedAt?.toISOString() ?? null,
    recoveredAt: recoveredAt?.toISOString() ?? null,
    probes,
  };
}

function dataOfPlan({ basis }: Pick<Plan, 'basis'>): string | null {
  const value = basis.find(({ title }) => title === DATA_OF)?.value;
  return typeof value === 'string' ? value : null;
}

function earliest(instants: readonly Date[]): Date | undefined {
  return instants.toSorted((a, b) => a.getTime() - b.getTime())[0];
}

function latest(instants: readonly Date[]): Date | undefined {
  return instants.toSorted((a, b) => b.getTime() - a.getTime())[0];
}
