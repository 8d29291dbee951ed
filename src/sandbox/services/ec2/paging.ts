import { SandboxError } from '../../error.ts';
import { type Page, page } from '../../paging.ts';

interface PagedInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

interface Ec2Paging {
  /** The ids asked for, and AWS's name of that parameter where it goes together with no page size. */
  readonly besides?: readonly [parameter: string, ids: readonly string[] | undefined];
  readonly least?: number;
  readonly most?: number;
  /** Whether a size beyond the largest is cut to it, as AWS does for some, instead of refused. */
  readonly clamp?: boolean;
}

/**
 * One page, or everything where no page size is given.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination
 */
export function pageOf<T>(items: readonly T[], input: PagedInput, options: Ec2Paging = {}): Page<T> {
  const { besides, least = 5, most = 1000, clamp = false } = options;
  const { MaxResults: size, NextToken: token } = input;
  if (besides?.[1]?.length && size !== undefined) {
    const message = `The parameter ${besides[0]} cannot be used with the parameter maxResults`;
    throw new SandboxError('InvalidParameterCombination', message);
  }
  if (size !== undefined && size < least) throw badSize(size, `greater than ${least}`);
  if (size !== undefined && size > most && !clamp) throw badSize(size, `less than or equal to ${most}`);
  return page(items, {
    token,
    size: size === undefined ? undefined : Math.min(size, most),
    defaultSize: Math.max(items.length, 1),
    most,
    badToken: 'InvalidNextToken',
  });
}

/** The token as a member of the answer: absent on the last page. */
export function nextToken<T>({ next }: Page<T>): { NextToken?: string } {
  return next === undefined ? {} : { NextToken: next };
}

function badSize(size: number, expected: string): SandboxError {
  const message = `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value ${expected}.`;
  return new SandboxError('InvalidParameterValue', message);
}
