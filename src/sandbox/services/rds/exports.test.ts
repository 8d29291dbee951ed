import { expect, test } from 'vitest';
import { rdsScene } from '../../../../test/rds-scene.ts';
import { SANDBOX_ACCOUNT } from '../../create.ts';
import { bucketName } from '../../world/newcomer/cast.ts';

const BUCKET = bucketName(SANDBOX_ACCOUNT, 'database-exports');
const ROLE = `arn:aws:iam::${SANDBOX_ACCOUNT}:role/rds-monitoring-role`;
const KEY = `arn:aws:kms:us-east-1:${SANDBOX_ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

function exportScene() {
  const scene = rdsScene();

  async function state() {
    const { ExportTasks } = await scene.ask('DescribeExportTasks', { ExportTaskIdentifier: 'export-1' });
    return ExportTasks[0];
  }

  const task = {
    ExportTaskIdentifier: 'export-1',
    SourceArn: scene.arn('snapshot', 'production-db-before-release'),
    S3BucketName: BUCKET,
    S3Prefix: 'nightly',
    IamRoleArn: ROLE,
    KmsKeyId: KEY,
  };
  return {
    ...scene,
    task,
    account: scene.world.account(SANDBOX_ACCOUNT),
    state,
  };
}

test('an export starts, progresses and is complete, and the bucket shows it', async () => {
  const scene = exportScene();
  expect(await scene.ask('StartExportTask', scene.task)).toMatchObject({ Status: 'STARTING', PercentProgress: 0 });
  scene.pass(10);
  expect(await scene.state()).toMatchObject({ Status: 'IN_PROGRESS', PercentProgress: 30 });
  scene.pass(20);
  expect(await scene.state()).toMatchObject({
    Status: 'COMPLETE',
    PercentProgress: 100,
    TotalExtractedDataInGB: 500,
    S3Prefix: 'nightly',
  });
  const bucket = scene.account.s3.buckets.find(({ name }) => name === BUCKET);
  expect(bucket?.objects.map(({ Key }) => Key)).toContain('nightly/export-1/export_info_export-1.json');
});

test('only a snapshot that is available can be exported, and it cannot be deleted meanwhile', async () => {
  const { arn, ask, pass, refusal, task } = exportScene();
  await ask('CreateDBSnapshot', { DBInstanceIdentifier: 'production-db', DBSnapshotIdentifier: 'fresh' });
  const fresh = { ...task, SourceArn: arn('snapshot', 'fresh') };
  expect(await refusal('StartExportTask', fresh)).toBe(
    "InvalidExportSourceState: Export source should be 'available' but current status is creating.",
  );
  pass(10);
  await ask('StartExportTask', fresh);
  expect(await refusal('DeleteDBSnapshot', { DBSnapshotIdentifier: 'fresh' })).toMatch(/^InvalidDBSnapshotState/);
  pass(30);
  await ask('DeleteDBSnapshot', { DBSnapshotIdentifier: 'fresh' });
});

test('a second export of one name is refused, also when the first is over', async () => {
  const { ask, pass, refusal, task } = exportScene();
  await ask('StartExportTask', task);
  pass(60);
  expect(await refusal('StartExportTask', task)).toMatch(/^ExportTaskAlreadyExists/);
});

test('an account of nine digits is no account, and a bucket, role or key that is not there is refused', async () => {
  const { refusal, task } = exportScene();
  const tried = (input: object) => refusal('StartExportTask', { ...task, ...input });
  const short = 'arn:aws:rds:us-east-1:123456789:snapshot:production-db-before-release';
  expect(await tried({ SourceArn: short })).toBe(`InvalidParameterValue: Invalid snapshot ARN: ${short}`);
  expect(await tried({ SourceArn: task.SourceArn.replace('before-release', 'nope') })).toMatch(/^DBSnapshotNotFound/);
  expect(await tried({ IamRoleArn: 'arn:aws:iam::123456789:role/rds-export-role' })).toMatch(/^InvalidParameterValue/);
  expect(await tried({ IamRoleArn: `arn:aws:iam::${SANDBOX_ACCOUNT}:role/nobody` })).toMatch(/^IamRoleNotFound/);
  expect(await tried({ S3BucketName: 'nowhere' })).toMatch(/^InvalidS3BucketFault/);
  expect(await tried({ KmsKeyId: KEY.replace('us-east-1', 'eu-west-1') })).toMatch(/^KMSKeyNotAccessibleFault/);
  expect(await tried({ ExportTaskIdentifier: '1-export' })).toMatch(/^InvalidParameterValue/);
});

test('an export whose bucket or role goes away fails and says why', async () => {
  const withoutBucket = exportScene();
  await withoutBucket.ask('StartExportTask', withoutBucket.task);
  const { buckets } = withoutBucket.account.s3;
  buckets.splice(0, buckets.length);
  withoutBucket.pass(30);
  expect(await withoutBucket.state()).toMatchObject({ Status: 'FAILED', PercentProgress: 0 });
  expect((await withoutBucket.state()).FailureCause).toContain(BUCKET);
  const withoutRole = exportScene();
  await withoutRole.ask('StartExportTask', withoutRole.task);
  const { roles } = withoutRole.account.iam;
  roles.splice(0, roles.length);
  withoutRole.pass(30);
  expect((await withoutRole.state()).FailureCause).toContain('export.rds.amazonaws.com');
  // What failed reads its snapshot no more.
  await withoutRole.ask('DeleteDBSnapshot', { DBSnapshotIdentifier: 'production-db-before-release' });
});

test('an export is cancelled while it runs, and not when it is over', async () => {
  const { ask, pass, refusal, state, task } = exportScene();
  expect(await refusal('CancelExportTask', { ExportTaskIdentifier: 'export-1' })).toMatch(/^ExportTaskNotFound/);
  await ask('StartExportTask', task);
  pass(10);
  expect((await ask('CancelExportTask', { ExportTaskIdentifier: 'export-1' })).Status).toBe('CANCELING');
  pass(60);
  expect((await state()).Status).toBe('CANCELED');
  expect(await refusal('CancelExportTask', { ExportTaskIdentifier: 'export-1' })).toMatch(
    /^InvalidExportTaskStateFault/,
  );
  await ask('DeleteDBSnapshot', { DBSnapshotIdentifier: 'production-db-before-release' });
});
