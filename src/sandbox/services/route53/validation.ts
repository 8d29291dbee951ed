import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { SandboxError } from '../../error.ts';

const ACTIONS: readonly string[] = ['CREATE', 'DELETE', 'UPSERT'];
/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html */
const TYPES: readonly string[] = 'A AAAA CAA CNAME DS HTTPS MX NAPTR NS PTR SOA SPF SRV SSHFP SVCB TLSA TXT'.split(' ');

/**
 * What breaks the form of a change, whatever the zone holds.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
 * @throws InvalidInput
 */
export function validateChange(change: Change): void {
  const { Action, ResourceRecordSet: wanted } = change;
  if (Action === undefined || !ACTIONS.includes(Action)) {
    throw invalid(
      `Value '${String(Action)}' at 'action' failed to satisfy constraint: Member must satisfy enum value set: [CREATE, DELETE, UPSERT]`,
    );
  }
  if (!wanted?.Name) throw invalid("Missing field 'Name' in Change");
  if (!wanted.Type) throw invalid("Missing field 'Type' in Change");
  if (!TYPES.includes(wanted.Type)) {
    throw invalid(
      `Value '${wanted.Type}' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [${TYPES.join(', ')}]`,
    );
  }
  const where = `in Change with [Action=${Action}, Name=${wanted.Name}, Type=${wanted.Type}, SetIdentifier=${wanted.SetIdentifier ?? 'null'}]`;
  validateTarget(wanted, where);
  validateRouting(wanted, where);
}

function validateTarget({ AliasTarget, TTL, ResourceRecords: records }: ResourceRecordSet, where: string): void {
  const expected =
    'Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]';
  const plain = TTL !== undefined || records !== undefined;
  if (!AliasTarget && !plain) throw invalid(`${expected}, but found none ${where}`);
  if (AliasTarget && plain) throw invalid(`${expected}, but found more than one ${where}`);
  if (plain && TTL === undefined) throw invalid(`Missing field 'TTL' ${where}`);
  if (plain && !records?.length) throw invalid(`Missing field 'ResourceRecords' ${where}`);
}

function validateRouting(wanted: ResourceRecordSet, where: string): void {
  const { SetIdentifier, Weight, Region, Failover, GeoLocation, MultiValueAnswer } = wanted;
  const policies = [Weight, Region, Failover, GeoLocation, MultiValueAnswer].filter((one) => one !== undefined);
  const expected = 'Expected exactly one of [Weight, Region, Failover, GeoLocation, or MultiValueAnswer]';
  if (policies.length > 1) throw invalid(`${expected}, but found more than one ${where}`);
  if (policies.length === 1 && !SetIdentifier) throw invalid(`Missing field 'SetIdentifier' ${where}`);
  if (policies.length === 0 && SetIdentifier) throw invalid(`${expected}, but found none ${where}`);
  if (Weight !== undefined && (Weight < 0 || Weight > 255)) {
    throw invalid(
      `Value '${Weight}' at 'weight' failed to satisfy constraint: Member must have value between 0 and 255`,
    );
  }
}

function invalid(problem: string): SandboxError {
  return new SandboxError('InvalidInput', `Invalid request: ${problem}`);
}
