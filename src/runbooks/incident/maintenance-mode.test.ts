import { expect, test } from 'vitest';
import { createStage, type Stage } from '../../../test/runbook.ts';
import { maintenanceMode } from './maintenance-mode.ts';

const SHOP = { loadBalancer: 'production-alb' };
const DONE = { status: 'succeeded', reason: 'every step is done', residue: [] };
const MINUTE_MS = 60_000;

/** The rules of the load balancer's listeners, as they are seen from outside. */
function rulesOf(stage: Stage) {
  const { listeners, rules, loadBalancers } = stage.region().elbv2;
  const balancer = loadBalancers.find(({ LoadBalancerName }) => LoadBalancerName === SHOP.loadBalancer);
  const own = listeners.filter(({ LoadBalancerArn }) => LoadBalancerArn === balancer?.LoadBalancerArn);
  return own.flatMap(({ Port, ListenerArn }) =>
    rules
      .filter((rule) => rule.ListenerArn === ListenerArn)
      .map(({ Priority, Actions, RuleArn }) => ({ Port, Priority, Type: Actions?.[0]?.Type, RuleArn }))
      .toSorted((a, b) => placeOf(a.Priority) - placeOf(b.Priority)),
  );
}

function placeOf(priority: string | undefined): number {
  return priority === 'default' ? Infinity : Number(priority);
}

async function run(stage: Stage, parameters: Readonly<Record<string, string>>) {
  return stage.execute(await stage.plan(maintenanceMode, { ...SHOP, ...parameters }));
}

test('users get the page, the redirect to HTTPS stays, and off brings back exactly what stood before', async () => {
  const stage = createStage();
  const before = rulesOf(stage);
  expect(await run(stage, { state: 'on' })).toEqual(DONE);
  expect(rulesOf(stage).map(({ Port, Priority, Type }) => [Port, Priority, Type])).toEqual([
    [80, 'default', 'redirect'],
    [443, '1', 'fixed-response'],
    [443, '10', 'forward'],
    [443, '20', 'forward'],
    [443, 'default', 'forward'],
  ]);
  expect(await run(stage, { state: 'off' })).toEqual(DONE);
  expect(rulesOf(stage)).toEqual(before);
});

test('health checks go on in maintenance: the targets stay attached and healthy', async () => {
  const stage = createStage();
  await run(stage, { state: 'on' });
  stage.world.clock.advance(10 * MINUTE_MS);
  const { targets, targetGroups } = stage.region().elbv2;
  const web = targetGroups.find(({ TargetGroupName }) => TargetGroupName === 'web-service-blue');
  const states = targets.get(web?.TargetGroupArn ?? '')?.map(({ TargetHealth }) => TargetHealth?.State);
  expect(states).toEqual(['healthy', 'healthy', 'healthy']);
});

test('where the first priority is taken, rules move by one, and off moves them back', async () => {
  const stage = createStage();
  const { rules } = stage.region().elbv2;
  for (const [was, is] of [
    ['10', '1'],
    ['20', '2'],
  ] as const) {
    const at = rules.findIndex(({ Priority, ListenerArn }) => Priority === was && isShop(stage, ListenerArn));
    const rule = rules[at];
    if (rule) rules[at] = { ...rule, Priority: is };
  }
  const before = rulesOf(stage);
  const plan = await stage.plan(maintenanceMode, { ...SHOP, state: 'on' });
  expect(plan.steps.map(({ title }) => title)).toEqual([
    'Move 2 rules of HTTPS:443 out of the way',
    'Answer every request on HTTPS:443 with 503 and the page',
    'production-alb answers every request itself',
  ]);
  expect(await stage.execute(plan)).toEqual(DONE);
  expect(
    rulesOf(stage)
      .filter(({ Port }) => Port === 443)
      .map(({ Priority }) => Priority),
  ).toEqual(['1', '2', '3', 'default']);
  expect(await run(stage, { state: 'off' })).toEqual(DONE);
  expect(rulesOf(stage)).toEqual(before);
});

function isShop(stage: Stage, listenerArn: string): boolean {
  return rulesOf(stage).some(({ RuleArn = '' }) =>
    RuleArn.startsWith(listenerArn.replace(':listener/', ':listener-rule/')),
  );
}

test('what goes wrong while it is switched off is a question for a person: the page is not shown again', async () => {
  const stage = createStage();
  expect(await run(stage, { state: 'on' })).toEqual(DONE);
  const plan = await stage.plan(maintenanceMode, { ...SHOP, state: 'off' });
  expect(plan.conduct.onFailure).toBe('ask');
});

test('undoing puts every rule back where it was', async () => {
  const stage = createStage();
  const before = rulesOf(stage);
  const plan = await stage.plan(maintenanceMode, { ...SHOP, state: 'on' });
  const outcome = await stage.execute({ ...plan, conduct: { ...plan.conduct, afterwards: 'undo' } });
  expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
  expect(rulesOf(stage)).toEqual(before);
});

test('on and off do nothing where it is so already', async () => {
  const stage = createStage();
  const off = await stage.plan(maintenanceMode, { ...SHOP, state: 'off' });
  expect([off.steps, off.warnings]).toEqual([[], ['production-alb is not in maintenance: nothing is to be done']]);
  await run(stage, { state: 'on', page: 'back at noon' });
  const on = await stage.plan(maintenanceMode, { ...SHOP, state: 'on' });
  expect([on.steps, on.warnings]).toEqual([[], ['production-alb is in maintenance already: nothing is to be done']]);
});

test('another page takes the place of the one that is shown', async () => {
  const stage = createStage();
  await run(stage, { state: 'on' });
  const plan = await stage.plan(maintenanceMode, { ...SHOP, state: 'on', page: '{"error":"maintenance"}' });
  expect(plan.steps.map(({ title }) => title)).toEqual([
    'Show another page on HTTPS:443',
    'production-alb answers every request itself',
  ]);
  expect(await stage.execute(plan)).toEqual(DONE);
  const shown = stage.region().elbv2.rules.find(({ Priority }) => Priority === '1');
  expect(shown?.Actions?.[0]?.FixedResponseConfig).toEqual({
    StatusCode: '503',
    ContentType: 'application/json',
    MessageBody: '{"error":"maintenance"}',
  });
});

test('off touches no rule of somebody else, also one that answers by itself', async () => {
  const stage = createStage();
  const { rules } = stage.region().elbv2;
  const at = rules.findIndex(({ Priority }) => Priority === '10');
  const own = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503', MessageBody: 'closed' } }] as const;
  const theirs = { ...rules[at], ListenerArn: rules[at]?.ListenerArn ?? '', Actions: [...own] };
  rules[at] = theirs;
  expect(await run(stage, { state: 'on' })).toEqual(DONE);
  expect(await run(stage, { state: 'off' })).toEqual(DONE);
  expect(rules).toContainEqual(theirs);
});

test.each([
  [{ loadBalancer: 'no-such', state: 'on' }, /there is no load balancer no-such in/],
  [{ loadBalancer: 'partner-nlb', state: 'on' }, /is a network load balancer: only an application/],
  [{ ...SHOP, state: 'on', page: 'ü'.repeat(513) }, /1026 bytes, and a load balancer answers with 1024 at most/],
  [{ ...SHOP, state: 'perhaps' }, /--set state=perhaps/],
])('what cannot be is refused: %j', async (parameters, reason) => {
  await expect(createStage().plan(maintenanceMode, parameters)).rejects.toThrow(reason);
});
