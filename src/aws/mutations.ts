import type { JsonObject } from '../model/json.ts';
import type { OperationName } from './service.ts';

/** The tag that everything carries that an execution creates; its value is the execution's id. */
export const EXECUTION_TAG = 'opsbook:execution';

/** How to call a change twice and have it done once. */
export type Repeat =
  /** AWS itself tells a repeat by a token; it stands in this field of the input. */
  | { readonly by: 'token'; readonly field: string }
  /** What was made is looked for by its name, and taken for ours where it carries the execution's tag. */
  | { readonly by: 'adoption'; readonly find: (input: JsonObject) => Lookup }
  /** The second call changes nothing, or AWS refuses it with a code that says that it is so already. */
  | { readonly by: 'nature'; readonly because: string; readonly so?: readonly string[] };

/** Where to look for what a call may have made. Expressions are JMESPath. */
export interface Lookup {
  readonly operation: string;
  readonly input: JsonObject;
  /** AWS's codes that say that there is none. */
  readonly absent: readonly string[];
  /** Of the answer: what the creating call itself would have answered; null where it is not there. */
  readonly answer: string;
  /** Of what `answer` gives: the execution's id as the tags have it. */
  readonly owner: string | TagRead;
}

/** Tags that another call tells. */
export interface TagRead {
  readonly operation: string;
  /** Of what `answer` gives: the input. */
  readonly input: string;
  readonly owner: string;
}

export interface Mutation {
  readonly repeat: Repeat;
  /** The input field that takes tags, and how AWS spells a tag there. Absent for what creates nothing. */
  readonly tags?: { readonly field: string; readonly spelling: 'Key' | 'key' };
}

/**
 * Every operation with which Opsbook changes AWS, and what makes a repeat safe: after a crash, a time-out or an answer
 * that got lost, nobody knows whether the call was taken. An operation without a row is never called.
 */
export const MUTATIONS: Readonly<Partial<Record<OperationName, Mutation>>> = {
  'application-autoscaling:DeleteScalingPolicy': nature('it is gone', ['ObjectNotFoundException']),
  'application-autoscaling:DeleteScheduledAction': nature('it is gone', ['ObjectNotFoundException']),
  'application-autoscaling:DeregisterScalableTarget': nature('it is gone', ['ObjectNotFoundException']),
  'application-autoscaling:PutScalingPolicy': nature('it states the whole policy'),
  'application-autoscaling:PutScheduledAction': nature('it states the whole action'),
  'application-autoscaling:RegisterScalableTarget': nature('it states the bounds'),
  'autoscaling:SetDesiredCapacity': nature('it states a number'),
  'autoscaling:UpdateAutoScalingGroup': nature('it states the bounds'),
  'cloudwatch:DeleteAlarms': nature('it is gone', ['ResourceNotFound']),
  'cloudwatch:DeleteDashboards': nature('it is gone', ['ResourceNotFound', 'DashboardNotFoundError']),
  'cloudwatch:PutDashboard': nature('it states the whole dashboard'),
  'cloudwatch:PutMetricAlarm': {
    ...nature('it states the whole alarm'),
    // Of an alarm that is there already, AWS leaves the tags as they are.
    tags: { field: 'Tags', spelling: 'Key' },
  },
  'cloudwatch:TagResource': nature('it states the tags'),
  'cloudwatch:UntagResource': nature('they are gone'),
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
  'ecs:CreateService': {
    repeat: { by: 'token', field: 'clientToken' },
    tags: { field: 'tags', spelling: 'key' },
  },
  'ecs:DeleteService': nature('it is gone', ['ServiceNotFoundException', 'ServiceNotActiveException']),
  'ecs:StopServiceDeployment': nature('it is stopped', ['ConflictException']),
  'ecs:UpdateService': nature('it states what the service should be'),
  'elbv2:CreateRule': {
    repeat: {
      by: 'adoption',
      find: ({ ListenerArn, Priority = null }) => ({
        operation: 'DescribeRules',
        input: { ListenerArn },
        absent: [],
        // AWS takes the priority as a number and answers it as a text.
        answer: `Rules[?Priority==to_string(\`${JSON.stringify(Priority)}\`)] | [0].{Rules: [@]}`,
        owner: taggedElb('Rules[0].RuleArn'),
      }),
    },
    tags: { field: 'Tags', spelling: 'Key' },
  },
  'elbv2:CreateTargetGroup': {
    repeat: {
      by: 'adoption',
      find: ({ Name }) => ({
        operation: 'DescribeTargetGroups',
        input: { Names: [Name ?? ''] },
        absent: ['TargetGroupNotFound', 'TargetGroupNotFoundException'],
        answer: '{TargetGroups: TargetGroups}',
        owner: taggedElb('TargetGroups[0].TargetGroupArn'),
      }),
    },
    tags: { field: 'Tags', spelling: 'Key' },
  },
  'elbv2:DeleteRule': nature('it is gone', ['RuleNotFound', 'RuleNotFoundException']),
  'elbv2:DeleteTargetGroup': nature('it is gone', ['TargetGroupNotFound', 'TargetGroupNotFoundException']),
  'elbv2:ModifyListener': nature('it states the actions'),
  'elbv2:ModifyRule': nature('it states the actions'),
  'elbv2:ModifyTargetGroupAttributes': nature('it states the attributes'),
  'elbv2:SetRulePriorities': nature('it states the priorities'),
  'lambda:UpdateAlias': nature('it states the version'),
  'rds:CancelExportTask': nature('it is over', ['ExportTaskNotFound', 'InvalidExportTaskStateFault']),
  'rds:CopyDBSnapshot': {
    repeat: {
      by: 'adoption',
      find: ({ TargetDBSnapshotIdentifier }) => ({
        operation: 'DescribeDBSnapshots',
        input: { DBSnapshotIdentifier: TargetDBSnapshotIdentifier },
        absent: ['DBSnapshotNotFound', 'DBSnapshotNotFoundFault'],
        answer: 'DBSnapshots[0] && {DBSnapshot: DBSnapshots[0]}',
        owner: ownerIn('DBSnapshot.TagList'),
      }),
    },
    tags: { field: 'Tags', spelling: 'Key' },
  },
  'rds:CreateDBClusterSnapshot': {
    repeat: {
      by: 'adoption',
      find: ({ DBClusterSnapshotIdentifier }) => ({
        operation: 'DescribeDBClusterSnapshots',
        input: { DBClusterSnapshotIdentifier },
        absent: ['DBClusterSnapshotNotFound', 'DBClusterSnapshotNotFoundFault'],
        answer: 'DBClusterSnapshots[0] && {DBClusterSnapshot: DBClusterSnapshots[0]}',
        owner: ownerIn('DBClusterSnapshot.TagList'),
      }),
    },
    tags: { field: 'Tags', spelling: 'Key' },
  },
  'rds:CreateDBSnapshot': {
    repeat: {
      by: 'adoption',
      find: ({ DBSnapshotIdentifier }) => ({
        operation: 'DescribeDBSnapshots',
        input: { DBSnapshotIdentifier },
        absent: ['DBSnapshotNotFound', 'DBSnapshotNotFoundFault'],
        answer: 'DBSnapshots[0] && {DBSnapshot: DBSnapshots[0]}',
        owner: ownerIn('DBSnapshot.TagList'),
      }),
    },
    tags: { field: 'Tags', spelling: 'Key' },
  },
  'rds:DeleteDBClusterSnapshot': nature('it is gone', ['DBClusterSnapshotNotFound', 'DBClusterSnapshotNotFoundFault']),
  'rds:DeleteDBInstance': nature('it is gone', ['DBInstanceNotFound', 'DBInstanceNotFoundFault']),
  'rds:DeleteDBSnapshot': nature('it is gone', ['DBSnapshotNotFound', 'DBSnapshotNotFoundFault']),
  'rds:FailoverGlobalCluster': nature('a cluster that is the writer is recognised by its plan'),
  'rds:ModifyDBInstance': nature('it states the settings; a rename says how it is recognised'),
  'rds:PromoteReadReplica': nature('a promoted replica is recognised by its plan'),
  'rds:RestoreDBInstanceFromDBSnapshot': restored('DBInstanceIdentifier'),
  'rds:RestoreDBInstanceToPointInTime': restored('TargetDBInstanceIdentifier'),
  'rds:StartExportTask': {
    // Export tasks take no tags: the identifier holds the execution's.
    repeat: {
      by: 'adoption',
      find: ({ ExportTaskIdentifier }) => ({
        operation: 'DescribeExportTasks',
        input: { ExportTaskIdentifier },
        absent: ['ExportTaskNotFound', 'ExportTaskNotFoundFault'],
        answer: 'ExportTasks[0]',
        owner: '',
      }),
    },
  },
  'rds:SwitchoverGlobalCluster': nature('a cluster that is the writer is recognised by its plan'),
  'route53:ChangeResourceRecordSets': nature('UPSERT states the records'),
};

/** @throws Error for an operation without a row: nobody has thought about its repeat */
export function mutationOf(operation: OperationName): Mutation {
  const mutation = MUTATIONS[operation];
  if (mutation) return mutation;
  throw new Error(`${operation} has no row in src/aws/mutations.ts: how is a repeat made safe?`);
}

function nature(because: string, so: readonly string[] = []): Mutation {
  return { repeat: { by: 'nature', because, so } };
}

function restored(field: string): Mutation {
  return {
    repeat: {
      by: 'adoption',
      find: (input) => ({
        operation: 'DescribeDBInstances',
        input: { DBInstanceIdentifier: input[field] },
        absent: ['DBInstanceNotFound', 'DBInstanceNotFoundFault'],
        answer: 'DBInstances[0] && {DBInstance: DBInstances[0]}',
        owner: ownerIn('DBInstance.TagList'),
      }),
    },
    tags: { field: 'Tags', spelling: 'Key' },
  };
}

function taggedElb(arn: string): TagRead {
  return {
    operation: 'DescribeTags',
    input: `{ResourceArns: [${arn}]}`,
    owner: ownerIn('TagDescriptions[0].Tags'),
  };
}

function ownerIn(tags: string): string {
  return `${tags}[?Key=='${EXECUTION_TAG}'].Value | [0]`;
}
