import { expect, test } from 'vitest';
import { createDeploymentStage, PLACE, WEB } from '../../../test/deployment.ts';
import { blueGreen } from './blue-green.ts';

const TO_GREEN = ['web-service-blue 0, web-service-green 100', 'web-service-blue 0, web-service-green 100'];
const ALL_BLUE = ['web-service-blue 1', 'web-service-blue 1'];
const NEW = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web-service:42';

test('BG05: nothing is watched before AWS itself shows the new weights', async () => {
  const stage = createDeploymentStage();
  stage.world.region(PLACE.accountId, PLACE.region).elbv2.knobs.lagMs = 40_000;
  const { status, reason } = await stage.execute(await stage.plan(blueGreen, WEB));
  expect({ status, reason }).toEqual({ status: 'succeeded', reason: 'every step is done' });
  const at = (step: string, phase: string) =>
    stage.events.find((event) => event.step === step && event.phase === phase)?.at.getTime() ?? NaN;
  expect(at('watch-100', 'begin') - at('shift-100-rule-2', 'done')).toBeGreaterThanOrEqual(40_000);
});

test('BG05: weights that never show are no shift: all is taken back, and blue is not touched', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  const { elbv2 } = stage.world.region(PLACE.accountId, PLACE.region);
  const execution = stage.execute(plan, {
    progress({ step, phase }) {
      if (step === 'approve-100' && phase === 'done') elbv2.knobs.lagMs = 150_000;
      if (step === 'shifted-100' && phase === 'failed') elbv2.knobs.lagMs = 0;
    },
  });
  const { reason } = await execution;
  expect(reason).toMatch(/^AWS shows 100 % .*: not after 2m: .*\(0 of 2 rules show it/);
  expect(stage.tasks('web-service')).toBe('3 of 3');
});

test('BG06: a second rule that is throttled for a while is tried again until it is moved too', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  const { status } = await stage.execute(plan, {
    progress({ step, direction, phase }) {
      if (step !== 'shift-100-rule-1' || phase !== 'done' || direction === 'undo') return;
      stage.world.faults.push({ service: 'elbv2', operation: 'ModifyListener', kind: 'throttle', times: 6 });
    },
  });
  expect(status).toBe('succeeded');
  expect(stage.sent.filter((operation) => operation === 'elbv2:ModifyListener').length).toBeGreaterThan(8);
});

test('BG06: where the second rule cannot be moved, the first is moved back, and the record says that it was partial', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  const { status, reason, residue } = await stage.execute(plan, {
    progress({ step, direction, phase }) {
      if (step !== 'shift-100-rule-1' || phase !== 'done' || direction === 'undo') return;
      stage.world.faults.push({ service: 'elbv2', operation: 'ModifyListener', kind: 'access-denied', times: 1 });
    },
  });
  expect({ status, residue }).toEqual({ status: 'undone', residue: [] });
  expect(reason).toMatch(/until then, the shift is partial: .*ModifyListener/);
  expect(stage.shares()).toEqual(ALL_BLUE);
});

test('BG06: where AWS answers nothing but errors, a person is told, and their word brings both rules back', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  const { status, residue } = await stage.execute(plan, {
    people: {
      order: () => Promise.resolve(undefined),
      awaitOrder: () => Promise.resolve('undo'),
    },
    progress({ step, direction, phase }) {
      if (step !== 'shift-100-rule-1' || phase !== 'done' || direction === 'undo') return;
      stage.world.faults.push({ service: 'elbv2', operation: 'ModifyListener', kind: 'server-error', times: 5 });
    },
  });
  expect(stage.memory.statuses.map((one) => one.status)).toContain('failed');
  expect({ status, residue }).toEqual({ status: 'undone', residue: [] });
  expect(stage.shares()).toEqual(ALL_BLUE);
});

test('BG07: killed in the bake, it goes on baking from when the bake began, shifts nothing again, and blue stands in full', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, { ...WEB, bake: '15m' });
  let looks = 0;
  await stage.executeUntil(
    plan,
    ({ step, phase }) => step === 'watch-100' && phase === 'observed' && (looks += 1) === 4,
  );
  const begun = stage.events.find(({ step, phase }) => step === 'watch-100' && phase === 'begin')?.at.getTime() ?? NaN;
  const shifts = stage.sent.filter((operation) => operation === 'elbv2:ModifyRule').length;
  stage.world.clock.advance(6 * 60_000);
  expect(stage.tasks('web-service')).toBe('3 of 3');
  await stage.executeUntil(plan, ({ step, phase }) => step === 'keep' && phase === 'begin');
  expect(stage.sent.filter((operation) => operation === 'elbv2:ModifyRule')).toHaveLength(shifts);
  const ended =
    stage.events.findLast(({ step, phase }) => step === 'watch-100' && phase === 'done')?.at.getTime() ?? NaN;
  expect(ended - begun).toBe(15 * 60_000);
  expect(stage.shares()).toEqual(TO_GREEN);
  expect(stage.tasks('web-service')).toBe('3 of 3');
});

test('BG08: killed after the bake and before blue goes, it scales blue down once', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  await stage.executeUntil(plan, ({ step, phase }) => step === 'keep' && phase === 'done');
  expect(stage.tasks('web-service')).toBe('3 of 3');
  const { status } = await stage.execute(plan);
  expect(status).toBe('succeeded');
  expect(stage.tasks('web-service')).toBe('INACTIVE');
  expect(stage.events.filter(({ step, phase }) => step === 'blue-to-zero' && phase === 'begin')).toHaveLength(1);
  expect(stage.sent.filter((operation) => operation === 'ecs:DeleteService')).toHaveLength(1);
});

test('BG09: a check that fails after the switch sends the requests back to blue, and the reason stays on record', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  stage.world.clock.after(6 * 60_000, () => stage.behave('web-service:42', { errorRate: 0.2 }));
  const { status, reason, residue } = await stage.execute(plan);
  expect({ status, residue }).toEqual({ status: 'undone', residue: [] });
  expect(reason).toMatch(
    /^Watch web-service-green with 100 % of the requests: the targets of web-service-green failed \d+ of \d+ requests, which is more than 1 %$/,
  );
  expect(stage.memory.records.get('do watch-100')?.error).toBe(reason.replace(/^[^:]*: /, ''));
  expect(stage.shares()).toEqual(ALL_BLUE);
  expect(stage.tasks('web-service')).toBe('3 of 3');
});

test('a bad version fails no more requests than the first share gets in the time that a guard takes to see it', async () => {
  const stage = createDeploymentStage();
  stage.behave('web-service:42', { errorRate: 1 });
  const plan = await stage.plan(blueGreen, { ...WEB, shift: '10,50,100' });
  const began = stage.world.clock.now();
  const { status } = await stage.execute(plan);
  expect(status).toBe('undone');
  const at = (step: string, phase: string) =>
    stage.events.find((event) => event.step === step && event.phase === phase)?.at;
  const [shifted, seen] = [at('shift-10-rule-1', 'done'), at('watch-10', 'failed')];
  const reactionMs = (seen?.getTime() ?? NaN) - (shifted?.getTime() ?? NaN);
  // A minute until there is a metric, and one look.
  expect(reactionMs).toBeLessThanOrEqual(75_000);
  const meanwhile = stage.traffic(shifted ?? began, seen).requests;
  const { failed, byVersion } = stage.traffic(began);
  expect(failed).toBeLessThanOrEqual(meanwhile * 0.1);
  expect(failed).toBe(byVersion[NEW]?.failed);
  const after = stage.world.clock.now();
  stage.world.clock.advance(10 * 60_000);
  expect(stage.traffic(after).failed).toBe(0);
});

test('a version that is much slower than the one before is taken back', async () => {
  const stage = createDeploymentStage();
  stage.behave('web-service:42', { latencySeconds: 4 });
  const { status, reason } = await stage.execute(await stage.plan(blueGreen, WEB));
  expect(status).toBe('undone');
  expect(reason).toMatch(/web-service-green takes \d+ ms to answer, web-service took \d+ ms$/);
});
