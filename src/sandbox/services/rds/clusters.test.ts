import { expect, test } from 'vitest';
import { rdsScene } from '../../../../test/rds-scene.ts';

const ORDERS = { DBClusterIdentifier: 'orders-cluster' };
const GLOBAL = { GlobalClusterIdentifier: 'orders-global' };

function clusterScene() {
  const scene = rdsScene();

  async function cluster(id: string, region?: string) {
    return (await scene.ask('DescribeDBClusters', { DBClusterIdentifier: id }, region)).DBClusters[0];
  }

  async function writerOf(id: string, region?: string): Promise<string | undefined> {
    type Member = { DBInstanceIdentifier: string; IsClusterWriter: boolean };
    const { DBClusterMembers } = await cluster(id, region);
    return DBClusterMembers.find((member: Member) => member.IsClusterWriter)?.DBInstanceIdentifier;
  }

  return { ...scene, cluster, writerOf };
}

test('a cluster snapshot is created over minutes, and only a manual one is deleted', async () => {
  const { ask, pass, refusal } = clusterScene();
  const name = { DBClusterSnapshotIdentifier: 'before-change' };
  const { DBClusterSnapshot } = await ask('CreateDBClusterSnapshot', { ...ORDERS, ...name });
  expect(DBClusterSnapshot).toMatchObject({ Status: 'creating', PercentProgress: 0 });
  expect(await refusal('CreateDBClusterSnapshot', { ...ORDERS, ...name })).toMatch(
    /^DBClusterSnapshotAlreadyExistsFault/,
  );
  expect(await refusal('DeleteDBClusterSnapshot', name)).toMatch(/^InvalidDBClusterSnapshotStateFault/);
  pass(5);
  const { DBClusterSnapshots } = await ask('DescribeDBClusterSnapshots', name);
  expect(DBClusterSnapshots).toMatchObject([{ Status: 'available', PercentProgress: 100 }]);
  await ask('DeleteDBClusterSnapshot', name);
  expect(await refusal('DescribeDBClusterSnapshots', name)).toMatch(/^DBClusterSnapshotNotFoundFault/);
  const automated = await ask('DescribeDBClusterSnapshots', { ...ORDERS, SnapshotType: 'automated' });
  const [{ DBClusterSnapshotIdentifier }] = automated.DBClusterSnapshots;
  expect(await refusal('DeleteDBClusterSnapshot', { DBClusterSnapshotIdentifier })).toBe(
    'InvalidDBClusterSnapshotStateFault: Only manual snapshots may be deleted.',
  );
});

test('a cluster fails over to its reader in less than a minute', async () => {
  const { ask, cluster, pass, refusal, writerOf } = clusterScene();
  expect(await writerOf('orders-cluster')).toBe('orders-1');
  await ask('FailoverDBCluster', ORDERS);
  expect((await cluster('orders-cluster')).Status).toBe('failing-over');
  expect(await refusal('FailoverDBCluster', ORDERS)).toMatch(/^InvalidDBClusterStateFault/);
  pass(1);
  expect((await cluster('orders-cluster')).Status).toBe('available');
  expect(await writerOf('orders-cluster')).toBe('orders-2');
  pass(24 * 60);
  const { DBClusterSnapshots } = await ask('DescribeDBClusterSnapshots', { ...ORDERS, SnapshotType: 'automated' });
  expect(DBClusterSnapshots.at(-1).SnapshotCreateTime.toISOString()).toBe('2026-11-24T03:07:00.000Z');
});

test('a global cluster is switched over to its other region, and back', async () => {
  const { arn, ask, pass, refusal, writerOf } = clusterScene();
  const there = arn('cluster', 'orders-cluster-eu', 'eu-west-1');
  const here = arn('cluster', 'orders-cluster');
  expect(await writerOf('orders-cluster-eu', 'eu-west-1')).toBeUndefined();
  const { GlobalCluster } = await ask('SwitchoverGlobalCluster', { ...GLOBAL, TargetDbClusterIdentifier: there });
  expect(GlobalCluster).toMatchObject({
    Status: 'switching-over',
    FailoverState: { FromDbClusterArn: here, ToDbClusterArn: there, IsDataLossAllowed: false },
  });
  expect(await refusal('SwitchoverGlobalCluster', { ...GLOBAL, TargetDbClusterIdentifier: here })).toMatch(
    /^InvalidGlobalClusterStateFault/,
  );
  pass(3);
  const after = (await ask('DescribeGlobalClusters', GLOBAL, 'eu-west-1')).GlobalClusters[0];
  expect(after.Status).toBe('available');
  expect(after.GlobalClusterMembers).toMatchObject([
    { DBClusterArn: here, IsWriter: false, Readers: [] },
    { DBClusterArn: there, IsWriter: true, Readers: [here] },
  ]);
  expect(await writerOf('orders-cluster-eu', 'eu-west-1')).toBe('orders-eu-1');
  expect(await writerOf('orders-cluster')).toBeUndefined();
  await ask('SwitchoverGlobalCluster', { ...GLOBAL, TargetDbClusterIdentifier: here });
  pass(3);
  expect(await writerOf('orders-cluster')).toBe('orders-1');
});

test('a fail-over that may lose data is faster, and only a member can be its target', async () => {
  const { arn, ask, pass, refusal, writerOf } = clusterScene();
  const target = { TargetDbClusterIdentifier: arn('cluster', 'orders-cluster-eu', 'eu-west-1') };
  expect(await refusal('FailoverGlobalCluster', { ...GLOBAL, TargetDbClusterIdentifier: arn('cluster', 'x') })).toMatch(
    /^DBClusterNotFoundFault/,
  );
  expect(await refusal('FailoverGlobalCluster', { GlobalClusterIdentifier: 'x', ...target })).toMatch(
    /^GlobalClusterNotFoundFault/,
  );
  expect(
    await refusal('FailoverGlobalCluster', { ...GLOBAL, ...target, AllowDataLoss: true, Switchover: false }),
  ).toMatch(/^InvalidParameterCombination/);
  const { GlobalCluster } = await ask('FailoverGlobalCluster', { ...GLOBAL, ...target, AllowDataLoss: true });
  expect(GlobalCluster.FailoverState).toMatchObject({ Status: 'failing-over', IsDataLossAllowed: true });
  pass(2);
  expect(await writerOf('orders-cluster-eu', 'eu-west-1')).toBe('orders-eu-1');
});
