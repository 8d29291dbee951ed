import type * as Rds from '@aws-sdk/client-rds';
import type { Tag } from '@aws-sdk/client-rds';
import type { Handlers } from '../../handlers.ts';
import type { RdsState } from '../../world/newcomer/rds.ts';
import { invalid, notFound, required } from './listing.ts';

export const tags = {
  ListTagsForResource(input, { region }) {
    return { TagList: [...taggedOf(region.rds, input.ResourceName).read()] };
  },

  AddTagsToResource(input, { region }) {
    const resource = taggedOf(region.rds, input.ResourceName);
    const added = input.Tags ?? [];
    requireOwnTags(added);
    const keys = new Set(added.map(({ Key }) => Key));
    const after = [...resource.read().filter(({ Key }) => !keys.has(Key)), ...added.map((tag) => ({ ...tag }))];
    if (after.length > 50) throw invalid('A resource cannot have more than 50 tags.');
    resource.write(after);
    return {};
  },

  RemoveTagsFromResource(input, { region }) {
    const resource = taggedOf(region.rds, input.ResourceName);
    const keys = new Set(input.TagKeys ?? []);
    resource.write(resource.read().filter(({ Key = '' }) => !keys.has(Key)));
    return {};
  },
} satisfies Handlers<typeof Rds>;

/** What begins with `aws:` or `rds:` is kept to AWS. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Tag.html */
export function requireOwnTags(tags: readonly Tag[] = []): void {
  const wrong = tags.find(({ Key: key = '' }) => key === '' || key.length > 128 || /^(aws|rds):/i.test(key));
  if (wrong) throw invalid(`Invalid tag key: ${wrong.Key}`);
}

interface Tagged {
  read(): readonly Tag[];
  write(tags: Tag[]): void;
}

interface Kind {
  readonly notFound: string;
  readonly find: (rds: RdsState, arn: string) => Tagged | undefined;
}

/** By the word in its ARN. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.html */
const KINDS: Readonly<Record<string, Kind>> = {
  db: { notFound: 'DBInstanceNotFound', find: (rds, arn) => within(rds.instances, 'DBInstanceArn', arn) },
  cluster: { notFound: 'DBClusterNotFoundFault', find: (rds, arn) => within(rds.clusters, 'DBClusterArn', arn) },
  snapshot: { notFound: 'DBSnapshotNotFound', find: (rds, arn) => within(rds.snapshots, 'DBSnapshotArn', arn) },
  'cluster-snapshot': {
    notFound: 'DBClusterSnapshotNotFoundFault',
    find: (rds, arn) => within(rds.clusterSnapshots, 'DBClusterSnapshotArn', arn),
  },
};

/** @throws SandboxError for a name that is no ARN, and for an ARN of nothing */
function taggedOf(rds: RdsState, name: string | undefined): Tagged {
  const arn = required(name, 'ResourceName');
  const [, word = ''] = /^arn:aws[a-z-]*:rds:[a-z0-9-]*:\d{12}:([a-z-]+):.+$/.exec(arn) ?? [];
  const kind = KINDS[word];
  if (!kind) throw invalid(`The specified resource name does not match an RDS resource in this region: ${arn}`);
  const found = kind.find(rds, arn);
  if (!found) throw notFound(kind.notFound, `${arn.slice(arn.indexOf(word) + word.length + 1)} not found.`);
  return found;
}

/** A resource of a list; new tags make a new object in its place, so that answers given before do not change. */
function within<K extends string, T extends { TagList?: Tag[] | undefined } & { [P in K]?: string | undefined }>(
  items: T[],
  key: K,
  arn: string,
): Tagged | undefined {
  const at = items.findIndex((item) => item[key] === arn);
  const found = items[at];
  if (!found) return undefined;
  return {
    read: () => found.TagList ?? [],
    write(TagList) {
      items[at] = { ...found, TagList };
    },
  };
}
