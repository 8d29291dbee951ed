import { expect, test } from 'vitest';
import { createDeploymentStage } from '../../../test/deployment.ts';
import { createStage, type Stage } from '../../../test/runbook.ts';
import { scaleGroup } from './group.ts';

/** Between 1 and 2, and has 2. */
const FULL = { group: 'production-batch-asg' };
/** Between 0 and 4, and has 1. */
const ROOMY = { group: 'staging-batch-asg' };

function group(stage: Stage, { group: name }: { readonly group: string }) {
  const { groups } = stage.region().autoscaling;
  const at = groups.findIndex(({ AutoScalingGroupName }) => AutoScalingGroupName === name);
  return { groups, at, now: groups[at] };
}

test('a group is scaled, and it is done when the new instances are in service', async () => {
  const stage = createStage();
  const plan = await stage.plan(scaleGroup, { ...ROOMY, desiredCapacity: '3' });
  expect(plan.steps.map(({ title }) => title)).toEqual([
    'Set staging-batch-asg from 1 to 3',
    'staging-batch-asg has 3 in service',
  ]);
  expect(await stage.execute(plan)).toEqual({ status: 'succeeded', reason: 'every step is done', residue: [] });
  const serving = group(stage, ROOMY).now?.Instances?.filter(({ LifecycleState }) => LifecycleState === 'InService');
  expect(serving).toHaveLength(3);
});

test('E15.3: what lies outside the bounds is refused before anything is changed, and the bounds are said', async () => {
  const stage = createStage();
  await expect(stage.plan(scaleGroup, { ...FULL, desiredCapacity: '5' })).rejects.toThrow(
    'production-batch-asg has between 1 and 2, so AWS would refuse 5: stay within, or say --set raiseBounds=yes',
  );
  await expect(stage.plan(scaleGroup, { ...FULL, desiredCapacity: '0' })).rejects.toThrow('between 1 and 2');
  expect(stage.sent).toEqual(['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeAutoScalingGroups']);
});

test('E15.3: the bounds go along where one asks for it, and come back when it is undone', async () => {
  const stage = createStage();
  const plan = await stage.plan(scaleGroup, { ...FULL, desiredCapacity: '5', raiseBounds: 'yes' });
  expect(plan.steps[0]?.title).toBe('Set the bounds of production-batch-asg from 1–2 to 1–5');
  const outcome = await stage.execute({ ...plan, conduct: { ...plan.conduct, afterwards: 'undo' } });
  expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
  expect(group(stage, FULL).now).toMatchObject({ MinSize: 1, MaxSize: 2, DesiredCapacity: 2 });
});

test('a group that wants as many already is left alone', async () => {
  const plan = await createStage().plan(scaleGroup, { ...ROOMY, desiredCapacity: '1' });
  expect(plan.steps).toEqual([]);
  expect(plan.warnings).toEqual(['staging-batch-asg wants 1 already: nothing is to be done']);
});

test('scaling in is disruptive, and the plan says what goes', async () => {
  const plan = await createStage().plan(scaleGroup, { ...FULL, desiredCapacity: '1' });
  expect(plan.steps[0]?.impact).toBe('disruptive');
  expect(plan.warnings).toEqual(['1 of production-batch-asg are terminated, with what is on their disks']);
});

test('a group whose launches are suspended is not waited for in vain', async () => {
  const stage = createStage();
  const { groups, at, now } = group(stage, ROOMY);
  const SuspendedProcesses = [{ ProcessName: 'Launch', SuspensionReason: 'User suspended at 2026-11-01' }];
  if (now) groups[at] = { ...now, SuspendedProcesses };
  await expect(stage.plan(scaleGroup, { ...ROOMY, desiredCapacity: '3' })).rejects.toThrow(
    'Launch of staging-batch-asg is suspended (User suspended at 2026-11-01): resume it first',
  );
});

test('a group that is not there is refused by its name', async () => {
  const plan = createStage().plan(scaleGroup, { group: 'no-such', desiredCapacity: '1' });
  await expect(plan).rejects.toThrow('there is no Auto Scaling group no-such in');
});

test('where a policy adds instances meanwhile, they are not taken back', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(scaleGroup, { ...ROOMY, desiredCapacity: '2' });
  const more = { AutoScalingGroupName: ROOMY.group, DesiredCapacity: 3 };
  const outcome = await stage.execute(plan, {
    progress({ step, phase }) {
      if (step === 'in-service' && phase === 'begin') stage.elsewhere('autoscaling', 'SetDesiredCapacity', more);
    },
  });
  expect(outcome).toMatchObject({ status: 'succeeded' });
  expect(group(stage, ROOMY).now).toMatchObject({ DesiredCapacity: 3 });
});
