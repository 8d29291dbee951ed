import { type ApprovalPolicy, PRODUCTION_POLICY } from '../../model/approval-policy.ts';
import type { Environment } from '../../model/environment.ts';
import type { Config } from './schema.ts';

export function environmentsOf(config: Config): Environment[] {
  return Object.entries(config.environments).map(
    ([name, { cluster, approvals: _policy, preflight: _gate, ...rest }]) => ({
      name,
      ...rest,
      ...(cluster !== undefined && { cluster }),
    }),
  );
}

/**
 * Who has to agree to changes of an environment; null where nobody has. What belongs to no environment is agreed to as in
 * production, where there is one: nobody can tell that it is not.
 */
export function approvalPolicyOf({ environments }: Config, name: string | null): ApprovalPolicy | null {
  const unknown = Object.values(environments).find(({ production }) => production);
  const environment = name === null ? unknown : environments[name];
  if (!environment) return null;
  const policy = environment.approvals ?? (environment.production ? PRODUCTION_POLICY : null);
  return policy && policy.quorum > 0 ? policy : null;
}
