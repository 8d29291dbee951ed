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

/** Who has to agree to changes of an environment; null where nobody has. */
export function approvalPolicyOf(config: Config, name: string | null): ApprovalPolicy | null {
  const environment = name === null ? undefined : config.environments[name];
  if (!environment) return null;
  const policy = environment.approvals ?? (environment.production ? PRODUCTION_POLICY : null);
  return policy && policy.quorum > 0 ? policy : null;
}
