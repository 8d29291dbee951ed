import { z } from 'zod';

/** A statement by which a bucket policy is public. */
export interface PublicStatement {
  readonly sid: string | null;
  /** As the policy writes them, `NotAction` included: `all but s3:DeleteObject`. */
  readonly actions: readonly string[];
}

const oneOrMany = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const values = z.union([scalar, z.array(scalar)]).transform((value) => [value].flat().map(String));
const statement = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), oneOrMany)]).optional(),
  Action: oneOrMany.optional(),
  NotAction: oneOrMany.optional(),
  Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
});
const policy = z.object({
  Statement: z.union([statement, z.array(statement)]).transform((value) => [value].flat()),
});
type Statement = z.infer<typeof statement>;

/**
 * The statements that make S3 call a bucket policy public: those that let in more than fixed principals, networks or
 * sources. What a policy denies does not count, as it only takes away from what some statement grants. Undefined for a
 * document that is no policy.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function publicStatements(document: string): readonly PublicStatement[] | undefined {
  const parsed = policy.safeParse(parseJson(document));
  if (!parsed.success) return undefined;
  return parsed.data.Statement.filter(isPublic).map(({ Sid, Action, NotAction }) => ({
    sid: Sid ?? null,
    actions: Action ?? (NotAction ?? []).map((action) => `all but ${action}`),
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPublic({ Effect, Principal, Condition = {} }: Statement): boolean {
  if (Effect !== 'Allow' || !isOpen(Principal)) return false;
  const narrowing = Object.entries(Condition).some(([operator, keys]) =>
    Object.entries(keys).some(([key, allowed]) => narrows(operator, key.toLowerCase(), allowed)),
  );
  return !narrowing;
}

/** Without `Principal` a statement has `NotPrincipal`: everybody but those. */
function isOpen(principal: Statement['Principal']): boolean {
  if (principal === undefined || principal === '*') return true;
  return Object.entries(principal).some(([type, names]) => names.some((name) => isOpenName(type, name)));
}

/** Everybody has an account at a public identity provider; one set up in IAM has an ARN. */
function isOpenName(type: string, name: string): boolean {
  return !isFixed(name) || (type === 'Federated' && !name.startsWith('arn:'));
}

/**
 * Operators that hold for nothing but the values. Left out are those that also hold where the request does not carry
 * the key (`…IfExists`, `ForAllValues:`) and those that hold for all but the values (`…Not…`).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const MATCHING = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;

const NARROWING_KEYS = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
]);
/** Keys whose values may have a wildcard behind the account or organization that they fix. */
const FIXED_UP_TO: Readonly<Record<string, RegExp>> = {
  'aws:principalorgpaths': /^o-[a-z0-9]+\//,
  's3:dataaccesspointarn': /^arn:[a-z-]+:s3:[^:]*:\d{12}:accesspoint\//,
};

function narrows(operator: string, key: string, allowed: readonly string[]): boolean {
  if (!MATCHING.test(operator) || allowed.length === 0) return false;
  if (key === 'aws:sourceip') return allowed.every(isNarrowRange);
  const fixedUpTo = FIXED_UP_TO[key];
  if (fixedUpTo) return allowed.every((value) => fixedUpTo.test(value) && !value.includes('${'));
  return NARROWING_KEYS.has(key) && allowed.every(isFixed);
}

/** No wildcard and no policy variable, whatever the operator makes of them: S3 looks at the value alone. */
function isFixed(value: string): boolean {
  return !/[*?]|\$\{/.test(value);
}

/** Broader than /8, or /32 of IPv6, is as good as the whole internet to S3. */
function isNarrowRange(range: string): boolean {
  const [address = '', prefix] = range.split('/');
  if (!isFixed(range) || !/^[\d.]+$|^[\da-f:.]+$/i.test(address)) return false;
  if (prefix === undefined) return true;
  return Number(prefix) >= (address.includes(':') ? 32 : 8);
}
