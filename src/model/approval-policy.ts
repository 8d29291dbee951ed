import type { Environment } from './environment.ts';
import type { JsonObject } from './json.ts';
import { changesOf, type Impact, type Plan } from './plan.ts';

/** Who has to agree before a plan is carried out. */
export interface ApprovalPolicy {
  /** How many different people. */
  readonly quorum: number;
  /** Whether who asked for it may not be one of them. */
  readonly fourEyes: boolean;
  /** A duration. */
  readonly expires: string;
  /** Plans with a change of one of these impacts; `none` means all. */
  readonly impacts: readonly Impact[];
  /** Whether steps that ask, ask: each share of a deployment, say. Otherwise who approved the plan has approved them too. */
  readonly steps: boolean;
}

/** What holds in production where the configuration says nothing else. */
export const PRODUCTION_POLICY: ApprovalPolicy = {
  quorum: 1,
  fourEyes: true,
  expires: '24h',
  impacts: ['none', 'disruptive', 'irreversible'],
  steps: true,
};

/** The environment that what a plan names belongs to: its cluster, a service, a database, a load balancer. */
export function environmentOf(parameters: JsonObject, environments: readonly Environment[]): Environment | undefined {
  const { cluster, database, loadBalancer } = parameters;
  return environments.find(
    (one) =>
      (typeof cluster === 'string' && one.cluster === cluster) ||
      (typeof database === 'string' && one.databases.includes(database)) ||
      (typeof loadBalancer === 'string' && one.loadBalancers.includes(loadBalancer)),
  );
}

/** The policy that a plan falls under; null where nobody has to be asked. */
export function policyFor(plan: Plan, policy: ApprovalPolicy | null): ApprovalPolicy | null {
  if (!policy) return null;
  const impacts = changesOf(plan).map(({ impact }) => impact);
  return impacts.some((impact) => policy.impacts.includes(impact)) ? policy : null;
}
