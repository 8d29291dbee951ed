import type { Tag } from '../../model/environment.ts';
import { EXECUTION_TAG } from '../../aws/mutations.ts';

export type Tags = { readonly Key: string; readonly Value: string }[];

/** Tags that may be given again: AWS keeps those that begin with `aws:` or `rds:` to itself, and each execution writes its own. */
export function ownTags(tags: readonly Tag[] | undefined): Tags {
  return (tags ?? []).flatMap(({ Key = '', Value = '' }) =>
    /^(aws|rds):/i.test(Key) || Key === EXECUTION_TAG ? [] : [{ Key, Value }],
  );
}
