import type { Aws, Execution } from '../../aws/execution.ts';
import { AwsFault } from '../../aws/fault.ts';
import { probeOf } from '../../aws/sdk/probe.ts';
import { type OperationName, SERVICES } from '../../aws/service.ts';
import type { Checklist } from '../../checklists/define.ts';
import type { Target } from '../../checklists/run.ts';
import type { Access, OperationHealth, TargetHealth } from './report.ts';

/** What reads and costs nothing: Cost Explorer bills a cent for each request. */
const TRIED = /^(?!ce:)[a-z0-9-]+:(List|Describe|Get)/;

/** Tries once, with the smallest page, every operation that the checklists need in this account and region. */
export async function examineTarget(
  target: Target,
  checklists: readonly Checklist[],
  execution: Execution,
): Promise<TargetHealth> {
  const { account, report } = target;
  if (account instanceof AwsFault) return { ...report, problem: account.message, operations: [] };
  const aws = execution.open(account, report.region);
  const operations = operationsOf(checklists, target.first);
  return { ...report, problem: null, operations: await Promise.all(operations.map((one) => examine(one, aws))) };
}

/** Of what is asked once for an account, only the account's first region is tried. */
function operationsOf(checklists: readonly Checklist[], first: boolean): OperationName[] {
  const parts = checklists.flatMap(({ checks, sections }) => [...checks, ...sections]);
  const calls = parts.filter(({ scope }) => first || scope === 'region').flatMap((part) => part.calls);
  return [...new Set(calls)].toSorted();
}

async function examine(operation: OperationName, aws: Aws): Promise<OperationHealth> {
  const health = { operation, missingAction: null };
  if (!TRIED.test(operation))
    return { ...health, access: 'not-tried', detail: 'it changes, searches or costs something' };
  const probe = await probeOf(operation, aws.account);
  if ('needs' in probe) return { ...health, access: 'not-tried', detail: `it must be told ${probe.needs.join(', ')}` };
  const [prefix, name = ''] = operation.split(':');
  const service = SERVICES.find((candidate) => candidate === prefix);
  if (service === undefined)
    return { ...health, access: 'not-tried', detail: 'it is of no service that Opsbook knows' };
  try {
    await aws.read(service, name, probe.input);
    return { ...health, access: 'allowed', detail: null };
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    const access = accessOf(error);
    const detail = access === 'allowed' ? null : error.message;
    return { operation, access, detail, missingAction: access === 'denied' ? (error.facts.action ?? null) : null };
  }
}

/** AWS says whether a thing exists only to those who may know. */
const ABSENT = /NotFound|^NoSuch|NotPresent|NotInUse|NotExist/;

function accessOf({ facts }: AwsFault): Access {
  if (ABSENT.test(facts.awsCode)) return 'allowed';
  switch (facts.kind) {
    case 'access-denied':
      return 'denied';
    case 'subscription-required':
      return 'not-subscribed';
    case 'region-not-enabled':
      return 'not-enabled';
    case 'not-implemented':
      return 'not-implemented';
    case 'not-found':
      return 'allowed';
    case 'rejected':
      return 'inconclusive';
    case 'credentials-expired':
    case 'credentials-invalid':
    case 'credentials-missing':
    case 'unreachable':
    case 'throttled':
    case 'deadline':
    case 'server-error':
      return 'failed';
  }
}
