import type {
  Change,
  ChangeInfo,
  ChangeResourceRecordSetsCommandInput,
  ChangeResourceRecordSetsCommandOutput,
  GetChangeCommandInput,
  GetChangeCommandOutput,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { route53Id, type SandboxChange } from '../../world/newcomer/route53.ts';
import { problemOf } from './batch-problem.ts';
import { absolute, isSame } from './names.ts';
import { followLater } from './traffic.ts';
import { validateChange } from './validation.ts';
import { zoneOf } from './zones.ts';

/** How long it takes until every name server answers with a change; AWS says usually within 60 seconds. */
const PROPAGATES_MS = 30_000;
const MOST_CHANGES = 1000;

/**
 * All changes of a batch or none; each one meets what those before it have left.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
export function changeResourceRecordSets(
  { HostedZoneId, ChangeBatch }: ChangeResourceRecordSetsCommandInput,
  context: SandboxContext,
): Omit<ChangeResourceRecordSetsCommandOutput, '$metadata'> {
  const found = zoneOf(context, HostedZoneId);
  const changes = ChangeBatch?.Changes ?? [];
  if (changes.length === 0 || changes.length > MOST_CHANGES) {
    throw new SandboxError(
      'InvalidInput',
      `Invalid request: a batch has 1 to ${MOST_CHANGES} changes, not ${changes.length}.`,
    );
  }
  for (const change of changes) validateChange(change);
  let records = found.records;
  const problems: string[] = [];
  for (const change of changes) {
    const wanted = normalized(change.ResourceRecordSet);
    const problem = problemOf({ action: change.Action, wanted, records, zone: found.zone });
    if (problem === undefined) records = applied(change, wanted, records);
    else problems.push(problem);
  }
  if (problems.length > 0) {
    throw new SandboxError('InvalidChangeBatch', `[${problems.join(', ')}]`, 400, { messages: problems });
  }
  followLater(context, found.records, records);
  found.records = records;
  const made = register(context, ChangeBatch?.Comment);
  return { ChangeInfo: described(made, context.now) };
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetChange.html */
export function getChange(
  { Id = '' }: GetChangeCommandInput,
  { account, now }: SandboxContext,
): Omit<GetChangeCommandOutput, '$metadata'> {
  const wanted = Id.replace(/^\/?change\//, '');
  const found = account.route53.changes.find(({ id }) => id === wanted);
  if (!found) throw new SandboxError('NoSuchChange', `Could not find resource with ID: ${wanted}`, 404);
  return { ChangeInfo: described(found, now) };
}

function normalized(wanted: ResourceRecordSet | undefined): ResourceRecordSet {
  const copy: ResourceRecordSet = { Name: undefined, Type: undefined, ...structuredClone(wanted) };
  const { AliasTarget: target } = copy;
  return {
    ...copy,
    Name: absolute(copy.Name ?? ''),
    ...(target && { AliasTarget: { ...target, DNSName: absolute(target.DNSName ?? '') } }),
  };
}

function applied(
  { Action }: Change,
  wanted: ResourceRecordSet,
  records: readonly ResourceRecordSet[],
): readonly ResourceRecordSet[] {
  const others = records.filter((one) => !isSame(one, wanted));
  return Action === 'DELETE' ? others : [...others, wanted];
}

function register({ account, now }: SandboxContext, comment: string | undefined): SandboxChange {
  const { changes } = account.route53;
  const made = { id: route53Id('C', account.id, 'change', String(changes.length)), comment, submittedAt: now };
  changes.push(made);
  return made;
}

function described({ id, comment, submittedAt }: SandboxChange, now: Date): ChangeInfo {
  const known = now.getTime() - submittedAt.getTime() >= PROPAGATES_MS;
  return {
    Id: `/change/${id}`,
    Status: known ? 'INSYNC' : 'PENDING',
    SubmittedAt: submittedAt,
    ...(comment !== undefined && { Comment: comment }),
  };
}
