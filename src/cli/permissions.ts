import { describe } from '../main/describe.ts';
import { policyFor } from '../main/iam-policy.ts';
import { EXIT } from './exit.ts';
import { type Out, standardOut } from './out.ts';

/**
 * `opsbook permissions <id…>`: the IAM policy that these checklists and checks need and nothing else.
 * @throws UsageError for an unknown id
 */
export async function permissionsCommand(ids: readonly string[], out: Out = standardOut()): Promise<number> {
  const policy = policyFor(ids.flatMap((id) => describe(id).permissions));
  await out.write(`${JSON.stringify(policy, null, 2)}\n`);
  return EXIT.done;
}
