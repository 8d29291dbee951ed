import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { isInCidr } from './cidr.ts';
import type { RequestKind } from './flow.ts';

/**
 * Whether a request meets every condition of a rule; a condition is met with any of its values.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export function matches(conditions: readonly RuleCondition[], request: RequestKind): boolean {
  return conditions.every((condition) => meets(condition, request));
}

function meets(condition: RuleCondition, request: RequestKind): boolean {
  const { Field: field, Values: plain = [] } = condition;
  switch (field) {
    case 'path-pattern':
      return (condition.PathPatternConfig?.Values ?? plain).some((pattern) => isLike(pattern, request.path, 's'));
    case 'host-header':
      return (condition.HostHeaderConfig?.Values ?? plain).some((pattern) => isLike(pattern, request.host, 'is'));
    case 'http-request-method':
      return (condition.HttpRequestMethodConfig?.Values ?? []).includes(request.method ?? 'GET');
    case 'http-header': {
      const { HttpHeaderName: name = '', Values: values = [] } = condition.HttpHeaderConfig ?? {};
      const held = Object.entries(request.headers ?? {}).find(([key]) => key.toLowerCase() === name.toLowerCase());
      return held !== undefined && values.some((pattern) => isLike(pattern, held[1], 'is'));
    }
    case 'query-string':
      return hasQuery(condition, request);
    // Customers come from addresses that nobody has listed.
    case 'source-ip':
      return (condition.SourceIpConfig?.Values ?? []).some((cidr) =>
        isInCidr(request.sourceIp ?? '198.51.100.7', cidr),
      );
    case undefined:
    default:
      return false;
  }
}

function hasQuery({ QueryStringConfig }: RuleCondition, { path }: RequestKind): boolean {
  const pairs = [...new URLSearchParams(path.split('?')[1] ?? '')];
  return (QueryStringConfig?.Values ?? []).some(({ Key, Value = '' }) =>
    pairs.some(([key, value]) => (Key === undefined || isLike(Key, key, 'is')) && isLike(Value, value, 'is')),
  );
}

/** `*` is any characters, `?` is one. Paths are compared with their case, everything else without. */
function isLike(pattern: string, text: string, flags: string): boolean {
  const own = flags === 's' ? (text.split('?')[0] ?? '') : text;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, flags).test(own);
}
