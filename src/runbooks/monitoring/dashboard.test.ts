import { expect, test } from 'vitest';
import { createStage, type Stage } from '../../../test/runbook.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { MonitoringSettings, Widget } from '../../model/monitoring.ts';
import { plainJson } from '../../model/plan-hash.ts';
import { dashboard } from './dashboard.ts';
import { linesOf } from './dashboard/metrics.ts';

const DONE = { status: 'succeeded', reason: 'every step is done', residue: [] };
const SHOP = { name: 'shop' };

function configured(...widgets: readonly Widget[]): Stage {
  const monitoring: MonitoringSettings = { unheardTopic: 'refuse', dashboards: { shop: widgets } };
  return createStage({ settings: { environments: [], monitoring } });
}

function graph(title: string, ...metrics: readonly Json[]): Widget {
  return { type: 'metric', properties: { title, metrics } };
}

const CPU = graph('CPU', ['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'production-db']);

function widgetsOf(stage: Stage, name: string): readonly Widget[] {
  const body = plainJson(JSON.parse(stage.region().cloudwatch.dashboards.get(name)?.body ?? '{}'));
  const widgets = isJsonObject(body) ? body['widgets'] : [];
  return Array.isArray(widgets) ? widgets : [];
}

test('E18.1: what is put is what was planned, and a second run finds nothing to do', async () => {
  const stage = createStage();
  const plan = await stage.plan(dashboard, SHOP);
  expect(plan.steps.map(({ title }) => title)).toEqual([
    'Make the dashboard shop',
    'The dashboard shop stands, and CloudWatch finds no fault with it',
  ]);
  expect(await stage.execute(plan)).toEqual(DONE);
  const [step] = plan.steps;
  const body = step?.kind === 'change' ? step.call.input['DashboardBody'] : '';
  expect(stage.region().cloudwatch.dashboards.get('shop')?.body).toBe(body);
  const again = await stage.plan(dashboard, SHOP);
  expect([again.steps, again.warnings]).toEqual([[], ['shop is as it should be: nothing is to be done']]);
});

test('E18.2: every line has the dimensions that its metric is published with, and shows something that is here', async () => {
  const stage = createStage();
  const plan = await stage.plan(dashboard, SHOP);
  expect(plan.warnings).toEqual([]);
  await stage.execute(plan);
  const shown = widgetsOf(stage, 'shop').flatMap((widget) => linesOf(widget).flatMap((line) => line.shown ?? []));
  const dimensionsOf = (namespace: string) =>
    new Set(shown.filter((one) => one.namespace === namespace).map((one) => [...one.dimensions.keys()].join('+')));
  expect(dimensionsOf('AWS/ECS')).toEqual(new Set(['ClusterName+ServiceName']));
  expect(dimensionsOf('AWS/ApplicationELB')).toEqual(new Set(['LoadBalancer', 'TargetGroup+LoadBalancer']));
  expect(dimensionsOf('AWS/RDS')).toEqual(new Set(['DBInstanceIdentifier']));
  expect(shown.length).toBeGreaterThan(40);
});

test('E18.2: a line that could never show anything is refused, and one of something that is not here is warned of', async () => {
  const empty = configured(graph('Services', ['AWS/ECS', 'CPUUtilization', { stat: 'Average' }]));
  await expect(empty.plan(dashboard, SHOP)).rejects.toThrow(
    'the dashboard shop is not right: Services: line 1: AWS/ECS has nothing without ClusterName: it stays empty',
  );
  const hosts = configured(graph('Hosts', ['AWS/ApplicationELB', 'UnHealthyHostCount', 'LoadBalancer', 'app/x/1']));
  await expect(hosts.plan(dashboard, SHOP)).rejects.toThrow(
    'UnHealthyHostCount is counted by TargetGroup and LoadBalancer',
  );
  const gone = configured(graph('CPU', ['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'old-db']));
  expect((await gone.plan(dashboard, SHOP)).warnings).toEqual([
    'DBInstanceIdentifier old-db is not in us-east-1: its lines stay empty',
  ]);
});

test('E18.2: the short forms of lines are read as CloudWatch reads them', () => {
  const widget = graph(
    'Short',
    ['AWS/ECS', 'CPUUtilization', 'ClusterName', 'a', 'ServiceName', 'one', { stat: 'Maximum' }],
    ['.', 'MemoryUtilization', '.', '.', '.', '.'],
    ['...', 'two'],
    [{ expression: 'm1 / 2' }],
  );
  const shown = linesOf(widget).map((line) => line.shown && [line.shown.metric, ...line.shown.dimensions.values()]);
  expect(shown).toEqual([
    ['CPUUtilization', 'a', 'one'],
    ['MemoryUtilization', 'a', 'one'],
    ['MemoryUtilization', 'a', 'two'],
    undefined,
  ]);
});

test('E18.3: the plan shows what comes, changes and goes, since all of it is replaced; undoing brings it back', async () => {
  const stage = configured(CPU, { type: 'text', properties: { markdown: '# Shop' } });
  const old = [
    { ...CPU, properties: { title: 'CPU', region: 'us-east-1', metrics: [['AWS/RDS', 'CPUUtilization']] } },
    { type: 'text', width: 6, height: 6, properties: { markdown: 'Call Bob' } },
  ];
  const before = JSON.stringify({ widgets: old });
  stage.region().cloudwatch.dashboards.set('shop', { body: before, lastModified: new Date(0) });
  const plan = await stage.plan(dashboard, SHOP);
  expect(plan.steps[0]?.title).toBe('Change the dashboard shop: 1 more, 1 less, 1 changed');
  const [was, is] = [
    [['AWS/RDS', 'CPUUtilization']],
    [['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'production-db']],
  ].map((metrics) => JSON.stringify(metrics));
  const place = { width: 12, height: 6, x: 0, y: 0 };
  expect(plan.steps[0]).toMatchObject({
    before: { 'Call Bob': 'text', CPU: { width: null, metrics: was } },
    after: { Shop: 'text', CPU: { ...place, metrics: is } },
  });
  expect(plan.warnings).toEqual(['It had widgets that go: Call Bob']);
  const outcome = await stage.execute({ ...plan, conduct: { ...plan.conduct, afterwards: 'undo' } });
  expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
  expect(stage.region().cloudwatch.dashboards.get('shop')?.body).toBe(before);
});

test('E18.3: what CloudWatch takes and finds fault with is no success: what stood before comes back', async () => {
  const stage = configured(CPU);
  const before = JSON.stringify({ widgets: [], colour: 'blue' });
  stage.region().cloudwatch.dashboards.set('shop', { body: before, lastModified: new Date(0) });
  const outcome = await stage.execute(await stage.plan(dashboard, SHOP));
  expect(outcome).toMatchObject({
    status: 'undone',
    reason: expect.stringContaining('CloudWatch took it and finds fault'),
  });
  expect(stage.region().cloudwatch.dashboards.get('shop')?.body).toBe(before);
});

test('widgets that do not say where they stand follow each other, each in the region of the target', async () => {
  const stage = configured(
    CPU,
    graph('CPU too', ['AWS/RDS', 'CPUUtilization']),
    graph('And more', ['AWS/RDS', 'CPUUtilization']),
  );
  await stage.execute(await stage.plan(dashboard, SHOP));
  expect(
    widgetsOf(stage, 'shop').map(({ x, y, width, properties }) => [
      x,
      y,
      width,
      isJsonObject(properties) && properties['region'],
    ]),
  ).toEqual([
    [0, 0, 12, 'us-east-1'],
    [12, 0, 12, 'us-east-1'],
    [0, 6, 12, 'us-east-1'],
  ]);
});

test.each([
  [graph('None'), /None: it has metrics/],
  [
    graph('Odd', ['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier']),
    /Odd: line 1: namespace, metric, and dimensions in pairs/,
  ],
  [{ type: 'text', properties: {} }, /widget 1: a text has markdown/],
  [{ type: 'graph', properties: {} }, /its type is one of metric, text/],
  [{ ...CPU, width: 25 }, /its width is 1 to 24/],
])('what CloudWatch would refuse is refused before anything is changed: %j', async (widget, problem) => {
  await expect(configured(widget).plan(dashboard, SHOP)).rejects.toThrow(problem);
});
