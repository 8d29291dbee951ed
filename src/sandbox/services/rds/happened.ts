import type { DBCluster, DBInstance, DBSnapshot, Event } from '@aws-sdk/client-rds';
import type { SandboxContext } from '../../handlers.ts';

/**
 * Writes into DescribeEvents what happens to an instance, in AWS's words.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
 */
export function happened(context: SandboxContext, instance: DBInstance, category: string, message: string): void {
  const { DBInstanceIdentifier: id, DBInstanceArn: arn } = instance;
  write(context, { SourceIdentifier: id, SourceType: 'db-instance', SourceArn: arn }, category, message);
}

export function happenedToSnapshot(context: SandboxContext, snapshot: DBSnapshot, message: string): void {
  const { DBSnapshotIdentifier: id, DBSnapshotArn: arn, SnapshotType: type } = snapshot;
  const category = type === 'automated' ? 'backup' : 'creation';
  write(context, { SourceIdentifier: id, SourceType: 'db-snapshot', SourceArn: arn }, category, message);
}

export function happenedToCluster(
  context: SandboxContext,
  cluster: DBCluster,
  category: string,
  message: string,
): void {
  const { DBClusterIdentifier: id, DBClusterArn: arn } = cluster;
  write(context, { SourceIdentifier: id, SourceType: 'db-cluster', SourceArn: arn }, category, message);
}

type Source = Pick<Event, 'SourceIdentifier' | 'SourceType' | 'SourceArn'>;

function write({ region, world }: SandboxContext, source: Source, category: string, Message: string): void {
  region.rds.events.push({ ...source, Message, EventCategories: [category], Date: world.clock.now() });
}
