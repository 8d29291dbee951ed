import { z } from 'zod';
import { deleteDashboards, putDashboard } from '../../aws/changes/cloudwatch.ts';
import { findDashboard } from '../../aws/cloudwatch.ts';
import { Refused } from '../../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { MonitoringSettings, Widget } from '../../model/monitoring.ts';
import { canonical, plainJson } from '../../model/plan-hash.ts';
import { dashboardStands } from '../conditions/dashboard.ts';
import { defineRunbook, type PlanBuilder } from '../define.ts';
import { difference, type Difference } from './dashboard/difference.ts';
import { isList } from './dashboard/metrics.ts';
import { placeWidgets, titleOf } from './dashboard/place.ts';
import { missingOf, problemsOf } from './dashboard/problems.ts';
import { recommendedWidgets } from './dashboard/recommended.ts';
import { lookAtResources, type Resources } from './dashboard/resources.ts';

export const dashboard = defineRunbook({
  id: 'monitoring/dashboard',
  title: 'Bring a dashboard about',
  purpose:
    'Puts a CloudWatch dashboard: the one of the configuration, or, where it has none of that name, one of what is in the account. What would stay empty is found out before, and what goes is shown, since CloudWatch replaces the whole of it.',
  parameters: z.object({
    name: z
      .string()
      .regex(/^[\w-]{1,255}$/, 'letters, digits, - and _')
      .describe('The dashboard: one of monitoring.dashboards, or any name for the recommended one.'),
  }),
  calls: [
    'cloudwatch:DeleteDashboards',
    'cloudwatch:GetDashboard',
    'cloudwatch:ListMetrics',
    'cloudwatch:PutDashboard',
    'ecs:DescribeClusters',
    'ecs:DescribeServices',
    'ecs:ListClusters',
    'ecs:ListServices',
    'elbv2:DescribeLoadBalancers',
    'elbv2:DescribeTargetGroups',
    'lambda:ListFunctions',
    'rds:DescribeDBInstances',
  ],

  async plan({ aws, plan, settings: { monitoring } }, { name }) {
    const [resources, stands] = await Promise.all([lookAtResources(aws), findDashboard(aws, name)]);
    const { body, isConfigured } = wantedDashboard({ name, monitoring, resources, region: aws.region });
    plan.fact(isConfigured ? 'Widgets of the configuration' : 'Widgets for what is here', body.widgets.length);
    for (const what of missingOf(body.widgets, aws.region, resources)) {
      plan.warn(`${what} is not in ${aws.region}: its lines stay empty`);
    }
    const before = parseBody(stands);
    const change = difference(before.widgets, body.widgets);
    const whole = { ...before.rest, widgets: body.widgets };
    if (stands !== undefined && canonical({ ...before.rest, widgets: before.widgets }) === canonical(whole)) {
      return plan.warn(`${name} is as it should be: nothing is to be done`);
    }
    plan.lock(`cloudwatch/dashboard/${name}`);
    if (change.removed.length > 0) plan.warn(`It had widgets that go: ${change.removed.join(', ')}`);
    put(plan, { name, stands, whole, change });
  },
});

interface Wanted {
  readonly name: string;
  readonly monitoring: MonitoringSettings | undefined;
  readonly resources: Resources;
  readonly region: string;
}

/** @throws Refused where CloudWatch would refuse it, or where a graph could never show anything */
export function wantedDashboard({ name, monitoring, resources, region }: Wanted) {
  const configured = monitoring?.dashboards[name];
  const widgets = placeWidgets(configured ?? recommendedWidgets(resources), region);
  if (widgets.length === 0) throw new Refused(`there is nothing in ${region} that a dashboard could show`);
  const problems = problemsOf(widgets);
  if (problems.length > 0) throw new Refused(`the dashboard ${name} is not right: ${problems.join('; ')}`);
  return { body: { widgets }, isConfigured: configured !== undefined };
}

interface Putting {
  readonly name: string;
  readonly stands: string | undefined;
  readonly whole: JsonObject;
  readonly change: Difference;
}

function put(plan: PlanBuilder, { name, stands, whole, change }: Putting): void {
  const widgets = isList(whole['widgets']) ? whole['widgets'].filter(isJsonObject) : [];
  const step = plan.change('dashboard', {
    title: stands === undefined ? `Make the dashboard ${name}` : `Change the dashboard ${name}: ${wordsFor(change)}`,
    call: putDashboard({ DashboardName: name, DashboardBody: JSON.stringify(whole) }),
    before: stands === undefined ? null : change.before,
    after: change.after,
    undo:
      stands === undefined
        ? deleteDashboards({ DashboardNames: [name] })
        : putDashboard({ DashboardName: name, DashboardBody: stands }),
  });
  plan.wait('stands', {
    title: `The dashboard ${name} stands, and CloudWatch finds no fault with it`,
    until: dashboardStands(name, [...new Set(widgets.map(titleOf))].filter(isWritten(widgets)), step),
    every: '5s',
    within: '2m',
    takes: '5s',
  });
}

/** Titles that stand in the body as they are: not `widget 3`, which only people say. */
function isWritten(widgets: readonly Widget[]) {
  const text = JSON.stringify(widgets);
  return (title: string) => text.includes(JSON.stringify(title).slice(1, -1));
}

function wordsFor({ added, removed, changed }: Difference): string {
  const parts = [
    [added, 'more'],
    [removed, 'less'],
    [changed, 'changed'],
  ] as const;
  const words = parts.flatMap(([titles, word]) => (titles.length > 0 ? `${titles.length} ${word}` : []));
  return words.length > 0 ? `${words.join(', ')}` : 'its order';
}

/** What stands may be anything: a body that is none has no widgets. */
function parseBody(text: string | undefined): { readonly widgets: readonly Widget[]; readonly rest: JsonObject } {
  const value = parsed(text ?? '{}');
  if (!isJsonObject(value)) return { widgets: [], rest: {} };
  const { widgets, ...rest } = value;
  return { widgets: isList(widgets) ? widgets.filter(isJsonObject) : [], rest };
}

function parsed(text: string): Json {
  try {
    return plainJson(JSON.parse(text));
  } catch {
    return null;
  }
}
