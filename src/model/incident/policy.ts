import type { IncidentSeverity } from './severity.ts';

/** Whom a level tells: who is on call, a person, or a place that many read. */
export type PageTarget =
  | { readonly schedule: string; /** Only who this rotation has. */ readonly rotation?: string | undefined }
  | { readonly person: string }
  | { readonly channel: string; /** Instead of the channel's own place for all. */ readonly to?: string | undefined };

export interface EscalationLevel {
  /** As people call it. Numbers may have holes; their order is what counts. */
  readonly level: number;
  readonly notify: readonly PageTarget[];
  /** How long they have before the next level is told. */
  readonly forMs: number;
  /** Whether one acknowledgement is enough, or everybody who was paged has to. */
  readonly acknowledge: 'one' | 'all';
  /** Left out until somebody says that the business is hit. */
  readonly onBusinessImpact: boolean;
}

export interface EscalationPolicy {
  readonly name: string;
  /** By number, ascending. */
  readonly levels: readonly EscalationLevel[];
  /** How often all levels are gone through again when nobody answers: 0 to 5. */
  readonly repeat: number;
  /** Up to which level is told at once, by severity; the first alone where nothing is said. */
  readonly startAt: Readonly<Partial<Record<IncidentSeverity, number>>>;
  /** After which an acknowledgement that nothing follows does not count any more; null for never. */
  readonly acknowledgedForMs: number | null;
  /** Where it goes on when all levels and laps are over; null for nowhere. */
  readonly next: string | null;
}

/** The most laps after the first: GoAlert and Grafana OnCall end there too. */
export const MOST_REPEATS = 5;

/** A policy as far as it leads to others. */
export type PolicyLink = Pick<EscalationPolicy, 'name' | 'next'>;

/** What is wrong with policies as a whole, by policy: a loop between them would page for ever. */
export function policyProblems(policies: readonly PolicyLink[]): { policy: string; problem: string }[] {
  const byName = new Map(policies.map((policy) => [policy.name, policy]));
  return policies.flatMap((policy) => {
    const problems: string[] = [];
    if (policy.next !== null && !byName.has(policy.next)) problems.push(`leads to ${policy.next}, which there is not`);
    const way = wayOf(policy, byName);
    if (way.at(-1) === policy.name && way.length > 1) problems.push(`leads round in a circle: ${way.join(' → ')}`);
    return problems.map((problem) => ({ policy: policy.name, problem }));
  });
}

function wayOf(policy: PolicyLink, byName: ReadonlyMap<string, PolicyLink>): string[] {
  const way = [policy.name];
  for (let next = policy.next; next !== null && way.length <= byName.size; next = byName.get(next)?.next ?? null) {
    way.push(next);
    if (next === policy.name) break;
  }
  return way;
}
