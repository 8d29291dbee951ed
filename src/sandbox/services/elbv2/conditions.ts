import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { invalid, missing } from './lookup.ts';

const FIELDS = [
  'path-pattern',
  'host-header',
  'http-header',
  'http-request-method',
  'query-string',
  'source-ip',
] as const;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_VALUES = 5;
const LONGEST = 128;

/**
 * Conditions as they are kept: paths and hosts in both of the shapes that AWS shows.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
 */
export function validConditions(wanted: readonly RuleCondition[] | undefined): RuleCondition[] {
  if (!wanted) throw missing('Conditions');
  if (wanted.length === 0) throw invalid('A condition must be specified');
  const conditions = wanted.map(validCondition);
  for (const field of ['path-pattern', 'host-header', 'http-request-method', 'source-ip']) {
    if (conditions.filter(({ Field }) => Field === field).length > 1) {
      throw invalid(`A rule can only have one '${field}' condition`);
    }
  }
  if (conditions.flatMap(valuesOf).length > MOST_VALUES) {
    throw invalid(`A rule can only have '${MOST_VALUES}' condition values`);
  }
  return conditions;
}

function validCondition(condition: RuleCondition): RuleCondition {
  const { Field: given, Values: plain } = condition;
  if (given === undefined) throw invalid('A condition field must be specified');
  const field = FIELDS.find((known) => known === given);
  if (!field) throw invalid(`Condition field '${given}' must be one of '[${FIELDS.join(',')}]'`);
  if (plain && field !== 'path-pattern' && field !== 'host-header') {
    throw invalid(`The 'Values' field is not compatible with '${field}'`);
  }
  const values = valuesOf(condition);
  if (values.length === 0) throw invalid('A condition value must be specified');
  if (values.some((value) => value.length > LONGEST)) {
    throw invalid(`The '${field}' value is too long; the limit is '${LONGEST}'`);
  }
  if (field === 'path-pattern')
    return { Field: field, Values: [...values], PathPatternConfig: { Values: [...values] } };
  if (field === 'host-header') return { Field: field, Values: [...values], HostHeaderConfig: { Values: [...values] } };
  if (field === 'http-header' && !condition.HttpHeaderConfig?.HttpHeaderName) {
    throw invalid("A 'HttpHeaderName' must be specified with 'http-header'");
  }
  return structuredClone(condition);
}

function valuesOf({ Field: field, Values: plain = [], ...condition }: RuleCondition): string[] {
  switch (field) {
    case 'path-pattern':
      return condition.PathPatternConfig?.Values ?? plain;
    case 'host-header':
      return condition.HostHeaderConfig?.Values ?? plain;
    case 'http-header':
      return condition.HttpHeaderConfig?.Values ?? [];
    case 'http-request-method':
      return condition.HttpRequestMethodConfig?.Values ?? [];
    case 'query-string':
      return (condition.QueryStringConfig?.Values ?? []).map(({ Key = '', Value = '' }) => `${Key}=${Value}`);
    case 'source-ip':
      return condition.SourceIpConfig?.Values ?? [];
    case undefined:
    default:
      return [];
  }
}
