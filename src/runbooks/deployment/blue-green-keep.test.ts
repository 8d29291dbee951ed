import { expect, test } from 'vitest';
import { createDeploymentStage, freshMemory, PLACE, WEB } from '../../../test/deployment.ts';
import { blueGreen } from './blue-green.ts';

const MINUTE = 60_000;

test('BG10: while the keep time runs, blue is untouched', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, { ...WEB, keepBlueFor: '1h' });
  const seen: string[] = [];
  await stage.execute(plan, {
    progress({ step, phase }) {
      if (step !== 'keep' || phase !== 'begin') return;
      for (const minutes of [1, 30, 59]) {
        stage.world.clock.after(minutes * MINUTE, () => void seen.push(stage.tasks('web-service')));
      }
    },
  });
  expect(seen).toEqual(['3 of 3', '3 of 3', '3 of 3']);
});

test('BG11: when the keep time is over, blue is scaled to none and the step is closed', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, { ...WEB, keepBlueFor: '1h' });
  await stage.executeUntil(plan, ({ step, phase }) => step === 'blue-to-zero' && phase === 'begin');
  const kept = stage.memory.records.get('do keep');
  expect(kept?.status).toBe('succeeded');
  expect((kept?.finishedAt?.getTime() ?? 0) - (kept?.startedAt.getTime() ?? 0)).toBe(60 * MINUTE);
  expect((await stage.execute(plan)).status).toBe('succeeded');
  expect(stage.memory.records.get('do blue-to-zero')?.status).toBe('succeeded');
});

test('BG12: where the record of when the keep time began cannot be read, blue stays and an error is raised', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  await stage.executeUntil(plan, ({ step, phase }) => step === 'keep' && phase === 'done');
  stage.memory.results.set('keep: begin', '"someday"');
  await expect(stage.execute(plan)).rejects.toThrow('step keep: the record of when it began cannot be read');
  expect(stage.tasks('web-service')).toBe('3 of 3');
});

test('BG13: going back to the version that still stands is a switch and nothing else', async () => {
  const { stage, waiting } = await deployed();
  const began = stage.world.clock.now();
  const plan = await stage.plan(blueGreen, { ...WEB, taskDefinition: 'web-service:41', keepBlueFor: '2h' });
  const operations = plan.steps.flatMap((step) => (step.kind === 'change' ? [step.call.operation] : []));
  expect(operations).not.toContain('CreateService');
  expect(operations).not.toContain('CreateTargetGroup');
  await stage.executeUntil(plan, ({ step, phase }) => step === 'keep' && phase === 'begin', {
    memory: freshMemory(),
    executionId: '22222222-0000-4000-8000-000000000000',
  });
  const switched = stage.events.findLast(({ step, phase }) => step === 'shifted-100' && phase === 'done')?.at;
  expect((switched?.getTime() ?? Infinity) - began.getTime()).toBeLessThan(15_000);
  expect(stage.shares()).toEqual([
    'web-service-green 0, web-service-blue 100',
    'web-service-green 0, web-service-blue 100',
  ]);
  expect(stage.traffic(began).failed).toBe(0);
  // The first execution wakes up and finds that its blue serves customers again: it leaves everything alone.
  const { status, reason } = await waiting();
  expect(status).toBe('succeeded');
  expect(reason).toMatch(/^ended at /);
  expect(stage.tasks('web-service')).toBe('3 of 3');
});

test('BG14: of three versions, the oldest is scaled to none although its time is not over', async () => {
  const { stage, waiting } = await deployed();
  const plan = await stage.plan(blueGreen, { ...WEB, taskDefinition: 'web-service:39' });
  expect(plan.warnings.join('\n')).toContain('web-service is needed no more');
  const rested: string[] = [];
  const outcome = await stage.executeAnew(plan, 'second', {
    progress({ step, phase }) {
      if (step === 'green-ready' && phase === 'done') rested.push(stage.tasks('web-service'));
    },
  });
  expect(rested).toEqual(['0 of 0']);
  expect(outcome).toMatchObject({ status: 'succeeded', reason: 'every step is done' });
  expect(['web-service', 'web-service-green', 'web-service-blue'].map((name) => stage.tasks(name))).toEqual([
    'INACTIVE',
    'INACTIVE',
    '3 of 3',
  ]);
  expect((await waiting()).status).toBe('succeeded');
  expect(stage.tasks('web-service-blue')).toBe('3 of 3');
});

test('BG14: where the third version is taken back, the oldest runs again as it did', async () => {
  const { stage } = await deployed();
  stage.behave('web-service:39', { errorRate: 1 });
  const plan = await stage.plan(blueGreen, { ...WEB, taskDefinition: 'web-service:39' });
  const { status, residue } = await stage.executeAnew(plan, 'second');
  expect({ status, residue }).toEqual({ status: 'undone', residue: [] });
  expect([stage.tasks('web-service'), stage.tasks('web-service-green')]).toEqual(['3 of 3', '3 of 3']);
});

test('BG16: taken back, deployed again, taken back again: each time blue is kept for the whole of its own time', async () => {
  const stage = createDeploymentStage();
  for (const name of ['first', 'second']) {
    const isKept = () => stage.events.some(({ step, phase }) => step === 'keep' && phase === 'begin');
    const plan = await stage.plan(blueGreen, { ...WEB, keepBlueFor: '1h' });
    const { status } = await stage.executeAnew(plan, name, {
      people: {
        order: () => Promise.resolve(isKept() ? 'undo' : undefined),
        awaitOrder: () => Promise.resolve('leave'),
      },
    });
    expect(status).toBe('undone');
    expect(stage.tasks('web-service')).toBe('3 of 3');
    expect(stage.tasks('web-service-green')).toBe('INACTIVE');
    stage.events.length = 0;
    stage.world.clock.advance(20 * MINUTE);
  }
  const plan = await stage.plan(blueGreen, { ...WEB, keepBlueFor: '1h' });
  await stage.executeAnew(plan, 'third');
  const at = (step: string) =>
    stage.events.find((event) => event.step === step && event.phase === 'begin')?.at.getTime() ?? NaN;
  expect(at('free-blue') - at('keep')).toBe(60 * MINUTE);
});

test('BG27: where requests may take longer than we would wait, we wait longer', async () => {
  const stage = createDeploymentStage();
  const { elbv2 } = stage.world.region(PLACE.accountId, PLACE.region);
  const group = elbv2.targetGroups.find(
    ({ TargetGroupName }) => TargetGroupName === 'web-service-blue',
  )?.TargetGroupArn;
  const delay = { Key: 'deregistration_delay.timeout_seconds', Value: '3600' };
  stage.elsewhere('elbv2', 'ModifyTargetGroupAttributes', { TargetGroupArn: group, Attributes: [delay] });
  const plan = await stage.plan(blueGreen, WEB);
  const { status } = await stage.execute(plan);
  expect(status).toBe('succeeded');
  const at = (step: string) =>
    stage.events.find((event) => event.step === step && event.phase === 'begin')?.at.getTime() ?? NaN;
  expect(at('detach-1') - at('blue-drained')).toBeGreaterThanOrEqual(60 * MINUTE);
});

test('BG28: where somebody else has sent blue requests again, it stays, and is scaled as it was', async () => {
  const { stage, waiting } = await deployed();
  const { rules } = stage.region().elbv2;
  const back = ({ TargetGroupArn = '' }) => ({ TargetGroupArn, Weight: TargetGroupArn.includes('-blue/') ? 100 : 0 });
  for (const { RuleArn, ListenerArn, IsDefault, Actions = [] } of rules) {
    const groups = Actions[0]?.ForwardConfig?.TargetGroups ?? [];
    if (groups.length < 2) continue;
    const own = [{ Type: 'forward', ForwardConfig: { TargetGroups: groups.map(back) } }];
    if (IsDefault) stage.elsewhere('elbv2', 'ModifyListener', { ListenerArn, DefaultActions: own });
    else stage.elsewhere('elbv2', 'ModifyRule', { RuleArn, Actions: own });
  }
  expect(await waiting()).toMatchObject({ status: 'succeeded', reason: expect.stringMatching(/^ended at /) });
  expect(stage.tasks('web-service')).toBe('3 of 3');
  const [target] = stage
    .region()
    .applicationAutoscaling.targets.filter(({ ResourceId }) => ResourceId?.endsWith('/web-service'));
  expect(target?.SuspendedState).toMatchObject({ DynamicScalingInSuspended: false });
});

/** Version 42 is live, version 41 stands by, and the execution that did it waits to take 41 away. */
async function deployed() {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  const memory = freshMemory();
  await stage.executeUntil(plan, ({ step, phase }) => step === 'keep' && phase === 'begin', { memory });
  stage.events.length = 0;
  return { stage, waiting: () => stage.execute(plan, { memory }) };
}
