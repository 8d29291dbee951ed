import { describeDBClusterSnapshots, describeDBSnapshots, describeExportTasks } from '../../aws/changes/rds.ts';
import type { Condition, NamedRead, Reference } from '../../model/plan.ts';

/** A snapshot of an instance, or of a cluster: AWS has two of every operation. */
export type SnapshotKind = 'instance' | 'cluster';
type Name = string | Reference;

const LISTS = { instance: 'DBSnapshots', cluster: 'DBClusterSnapshots' } as const;

/**
 * A snapshot can be restored, copied and exported.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSnapshot.html
 */
export function snapshotAvailable(kind: SnapshotKind, id: Name, region?: string): Condition {
  const one = `s.${LISTS[kind]}[0]`;
  return {
    says: 'the snapshot is available',
    reads: [snapshotRead(kind, id, region)],
    met: `${one}.Status == 'available'`,
    failed: [
      {
        when: `contains(['failed', 'deleting', 'deleted'], ${one}.Status || '')`,
        because: `join('', ['the snapshot is ', ${one}.Status])`,
      },
    ],
    unsure: [],
    observed: `${one} && join('', ['the snapshot is ', ${one}.Status || 'in no state', ', ', to_string(${one}.PercentProgress || \`0\`), ' %']) || 'the snapshot is not there yet'`,
  };
}

/** AWS deletes no snapshot that it still makes; one that is not there needs no deleting. */
export function snapshotDeletable(kind: SnapshotKind, id: Name, region?: string): Condition {
  const one = `s.${LISTS[kind]}[0]`;
  return {
    ...snapshotAvailable(kind, id, region),
    says: 'the snapshot is finished, one way or the other',
    met: `${one} == \`null\` || contains(['available', 'failed'], ${one}.Status || '')`,
    failed: [],
  };
}

/**
 * An export of a snapshot to S3 is complete; fails with AWS's own cause.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ExportTask.html
 */
export function exportComplete(id: Name): Condition {
  const one = 'e.ExportTasks[0]';
  return {
    says: 'the export is complete',
    reads: [exportRead(id)],
    met: `${one}.Status == 'COMPLETE'`,
    failed: [
      {
        when: `contains(['FAILED', 'CANCELED', 'CANCELING'], ${one}.Status || '')`,
        because: `join('', ['the export is ', ${one}.Status, ': ', ${one}.FailureCause || 'AWS gives no cause'])`,
      },
    ],
    unsure: [],
    observed: `${one} && join('', ['the export is ', ${one}.Status || 'in no state', ', ', to_string(${one}.PercentProgress || \`0\`), ' %']) || 'the export is not there yet'`,
  };
}

/** An export holds its snapshot until it is over, whichever way. */
export function exportOver(id: Name): Condition {
  const one = 'e.ExportTasks[0]';
  return {
    ...exportComplete(id),
    says: 'the export is over',
    met: `${one} == \`null\` || contains(['COMPLETE', 'FAILED', 'CANCELED'], ${one}.Status || '')`,
    failed: [],
  };
}

function snapshotRead(kind: SnapshotKind, id: Name, region?: string): NamedRead {
  return kind === 'instance'
    ? {
        as: 's',
        call: describeDBSnapshots({ DBSnapshotIdentifier: id }, region),
        absent: ['DBSnapshotNotFound', 'DBSnapshotNotFoundFault'],
      }
    : {
        as: 's',
        call: describeDBClusterSnapshots({ DBClusterSnapshotIdentifier: id }, region),
        absent: ['DBClusterSnapshotNotFound', 'DBClusterSnapshotNotFoundFault'],
      };
}

function exportRead(id: Name): NamedRead {
  return {
    as: 'e',
    call: describeExportTasks({ ExportTaskIdentifier: id }),
    absent: ['ExportTaskNotFound', 'ExportTaskNotFoundFault'],
  };
}
