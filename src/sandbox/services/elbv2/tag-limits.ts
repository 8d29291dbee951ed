import type { Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import { invalid } from './lookup.ts';

const MOST_TAGS = 50;

/**
 * Whether tags may be put beside those that are there.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTags.html
 */
export function requireNewTags(before: readonly Tag[], wanted: readonly Tag[] = []): void {
  const keys = wanted.map(({ Key = '' }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) {
    throw new SandboxError('DuplicateTagKeys', `Tag key was specified more than once: ${twice}`);
  }
  const reserved = keys.find((key) => key.startsWith('aws:'));
  if (reserved !== undefined) throw invalid(`Tag key '${reserved}' cannot begin with 'aws:'`);
  if (new Set([...before.map(({ Key = '' }) => Key), ...keys]).size > MOST_TAGS) {
    throw new SandboxError(
      'TooManyTags',
      'The quota for the number of tags that can be assigned to a load balancer has been reached',
    );
  }
}
