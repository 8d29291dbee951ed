import type { Aws } from '../../aws/execution.ts';
import { orAbsent } from '../../aws/read.ts';
import {
  dbClusterSnapshot,
  dbSnapshot,
  describeDBClusterSnapshotAttributes,
  describeDBClusterSnapshots,
  describeDBSnapshotAttributes,
  describeDBSnapshots,
} from '../../aws/rds.ts';
import { fail, pass, type Resource, type Verdict } from '../../model/finding.ts';
import { defineCheck, judgeEach } from '../define.ts';

export const snapshotNotPublic = defineCheck({
  id: 'rds-snapshot-not-public',
  title: 'Database snapshot is not public',
  severity: 'critical',
  why: 'Every AWS account in the world can restore a public snapshot and read the whole database.',
  remediation:
    'Take the snapshot back (aws rds modify-db-snapshot-attribute --attribute-name restore --values-to-remove all), ' +
    'and treat what was in it as disclosed.',
  calls: [
    'rds:DescribeDBSnapshots',
    'rds:DescribeDBClusterSnapshots',
    'rds:DescribeDBSnapshotAttributes',
    'rds:DescribeDBClusterSnapshotAttributes',
  ],
  async *evaluate({ aws }) {
    const [ofInstances, ofClusters] = await Promise.all([
      describeDBSnapshots(aws, {}),
      describeDBClusterSnapshots(aws, {}),
    ]);
    const subjects: Subject[] = [
      // Automated snapshots cannot be shared with anybody.
      ...ofInstances
        .filter(({ SnapshotType: type }) => type === 'manual')
        .map((snapshot) => ({
          resource: dbSnapshot(aws, snapshot),
          encrypted: snapshot.Encrypted ?? false,
          database: snapshot.DBInstanceIdentifier ?? null,
          read: () => restorersOfSnapshot(aws, snapshot.DBSnapshotIdentifier ?? ''),
        })),
      ...ofClusters
        .filter(({ SnapshotType: type }) => type === 'manual')
        .map((snapshot) => ({
          resource: dbClusterSnapshot(aws, snapshot),
          encrypted: snapshot.StorageEncrypted ?? false,
          database: snapshot.DBClusterIdentifier ?? null,
          read: () => restorersOfClusterSnapshot(aws, snapshot.DBClusterSnapshotIdentifier ?? ''),
        })),
    ];
    yield* judgeEach(subjects, ({ resource }) => resource, judge);
  },
});

interface Subject {
  readonly resource: Resource;
  readonly encrypted: boolean;
  readonly database: string | null;
  /** The accounts that may restore it; undefined where it has gone meanwhile. */
  readonly read: () => Promise<readonly string[] | undefined>;
}

async function judge({ resource, encrypted, database, read }: Subject): Promise<Verdict | undefined> {
  const { id } = resource;
  // AWS does not let an encrypted snapshot be public: there is nothing to ask.
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSnapshotAttribute.html
  if (encrypted) return pass(resource, `${id} is encrypted, and so cannot be public.`, { encrypted, database });
  const restorers = await read();
  if (!restorers) return undefined;
  const evidence = { encrypted, database, restore: [...restorers] };
  if (restorers.includes('all')) return fail(resource, `${id} can be restored by every AWS account.`, evidence);
  return restorers.length === 0
    ? pass(resource, `${id} is private.`, evidence)
    : pass(resource, `${id} is shared with ${restorers.join(', ')} alone.`, evidence);
}

async function restorersOfSnapshot(aws: Aws, id: string): Promise<readonly string[] | undefined> {
  const asked = describeDBSnapshotAttributes(aws, { DBSnapshotIdentifier: id });
  const answer = await orAbsent(asked, 'DBSnapshotNotFound', 'DBSnapshotNotFoundFault');
  return answer && restorersOf(answer.DBSnapshotAttributesResult?.DBSnapshotAttributes);
}

async function restorersOfClusterSnapshot(aws: Aws, id: string): Promise<readonly string[] | undefined> {
  const asked = describeDBClusterSnapshotAttributes(aws, { DBClusterSnapshotIdentifier: id });
  const answer = await orAbsent(asked, 'DBClusterSnapshotNotFoundFault');
  return answer && restorersOf(answer.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes);
}

interface Attribute {
  readonly AttributeName?: string | undefined;
  readonly AttributeValues?: readonly string[] | undefined;
}

function restorersOf(attributes: readonly Attribute[] | undefined): readonly string[] {
  return attributes?.find(({ AttributeName: name }) => name === 'restore')?.AttributeValues ?? [];
}
