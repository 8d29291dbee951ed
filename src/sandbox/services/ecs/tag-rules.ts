import type { Tag } from '@aws-sdk/client-ecs';
import { invalid } from './validation.ts';

const MOST_TAGS = 50;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html */
export function requireTags(tags: readonly Tag[]): void {
  if (tags.length > MOST_TAGS) throw invalid(`Tags can have at most ${MOST_TAGS} items.`);
  const keys = tags.map(({ key = '' }) => key);
  if (keys.some((key) => key.length === 0 || key.length > 128))
    throw invalid('Tag keys must have 1 to 128 characters.');
  if (tags.some(({ value = '' }) => value.length > 256)) throw invalid('Tag values can have at most 256 characters.');
  if (keys.some((key) => key.toLowerCase().startsWith('aws:'))) {
    throw invalid('Tag keys cannot begin with aws:, which is reserved.');
  }
  if (new Set(keys).size < keys.length) throw invalid('Tag keys must be unique.');
}

/** Later values win. */
export function mergedTags(own: readonly Tag[], more: readonly Tag[]): Tag[] {
  const all = [...own.filter(({ key }) => !more.some((one) => one.key === key)), ...more];
  requireTags(all);
  return all;
}
