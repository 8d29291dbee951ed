/** How bad it is, from production that is down to what can wait for the next business day. */
export const INCIDENT_SEVERITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type IncidentSeverity = (typeof INCIDENT_SEVERITIES)[number];

export interface SeverityMeaning {
  readonly title: string;
  readonly examples: string;
  /** Whether somebody is paged, at whatever hour; else it becomes a ticket. */
  readonly pages: boolean;
  /** Milliseconds from opening to the first acknowledgement, or the next business day at 09:00. */
  readonly respondWithin: number | 'next business day';
  /** Milliseconds from opening to resolution. */
  readonly resolveWithin: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The operators' own table: what each severity means, and its times. */
export const SEVERITY_MEANING: Readonly<Record<IncidentSeverity, SeverityMeaning>> = {
  P0: {
    title: 'Critical: production is down',
    examples: 'complete outage, loss of data',
    pages: true,
    respondWithin: 0,
    resolveWithin: HOUR_MS,
  },
  P1: {
    title: 'High: a major feature is down',
    examples: 'payments, sign-in',
    pages: true,
    respondWithin: 15 * MINUTE_MS,
    resolveWithin: 4 * HOUR_MS,
  },
  P2: {
    title: 'Medium: slow or intermittent',
    examples: 'slow answers, errors now and then',
    pages: false,
    respondWithin: HOUR_MS,
    resolveWithin: 24 * HOUR_MS,
  },
  P3: {
    title: 'Low: minor',
    examples: 'what is not critical',
    pages: false,
    respondWithin: 'next business day',
    resolveWithin: 7 * 24 * HOUR_MS,
  },
};

/** Whether the first is worse than the second. */
export function isWorse(one: IncidentSeverity, other: IncidentSeverity): boolean {
  return INCIDENT_SEVERITIES.indexOf(one) < INCIDENT_SEVERITIES.indexOf(other);
}
