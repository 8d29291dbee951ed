import { createRule, deleteRule, modifyRule } from '../../../aws/changes/elbv2.ts';
import type { PlannedCall } from '../../../model/plan.ts';
import type { PlanBuilder } from '../../define.ts';
import { answersItself } from './conditions.ts';
import { MAINTENANCE_TAG, type PlacedRule, type ServingListener } from './listeners.ts';
import { moveRules } from './move-rules.ts';
import type { Page } from './page.ts';

export interface SwitchOn {
  readonly listeners: readonly ServingListener[];
  readonly page: Page;
  /** Nobody named a page: one that is shown already stays. */
  readonly keepsPage: boolean;
}

/** Puts a rule that answers with the page ahead of all others, on each listener. */
export function switchOn(plan: PlanBuilder, name: string, { listeners, page, keepsPage }: SwitchOn): void {
  plan.refuseIf(listeners.length === 0, `no listener of ${name} forwards to anything: there is nothing to switch`);
  plan.fact(
    'Listeners that serve users',
    listeners.map((one) => one.name),
  );
  const changed = listeners.filter((one) => changesAt(one, page, keepsPage));
  if (changed.length === 0) return plan.warn(`${name} is in maintenance already: nothing is to be done`);
  plan.fact('The page', { ...page });
  plan.warn('Every user gets 503. A fixed answer takes no header, so Retry-After cannot be sent.');
  plan.warn("Alarms on the load balancer's 5xx and on what the targets answer may ring; health checks go on.");

  for (const listener of changed) {
    if (listener.maintenance) changePage(plan, listener, page);
    else putRule(plan, listener, page);
  }
  plan.wait('answers', {
    title: `${name} answers every request itself`,
    until: answersItself(name, changed, page),
    every: '5s',
    within: '5m',
    takes: '10s',
  });
}

function changesAt({ maintenance }: ServingListener, page: Page, keepsPage: boolean): boolean {
  if (!maintenance) return true;
  const shown = maintenance.actions[0]?.FixedResponseConfig;
  return !keepsPage && (shown?.MessageBody !== page.MessageBody || shown.ContentType !== page.ContentType);
}

function changePage(plan: PlanBuilder, { name, maintenance }: ServingListener, page: Page): void {
  const { arn: RuleArn = '', actions = [] } = maintenance ?? {};
  const before = actions[0]?.FixedResponseConfig;
  plan.change(`page-${keyOf(name)}`, {
    title: `Show another page on ${name}`,
    call: modifyRule({ RuleArn, Actions: answerWith(page) }),
    before: { ContentType: before?.ContentType ?? null, MessageBody: before?.MessageBody ?? null },
    after: { ...page },
    undo: modifyRule({ RuleArn, Actions: [...actions] }),
  });
}

/** Priority 1 is made free first where it is taken: the rules that stand in a row from there move on by one. */
function putRule(plan: PlanBuilder, { arn: ListenerArn, name, rules }: ServingListener, page: Page): void {
  const inTheWay = firstInARow(rules);
  if (inTheWay.length > 0) moveRules(plan, { key: `room-${keyOf(name)}`, name, rules: inTheWay, by: 1 });
  plan.change(`rule-${keyOf(name)}`, {
    title: `Answer every request on ${name} with 503 and the page`,
    call: maintenanceRule({ ListenerArn, page, moved: inTheWay.length }),
    before: null,
    after: { Priority: 1, PathPattern: '/*', StatusCode: '503' },
    undo: (own) => deleteRule({ RuleArn: own.answer('Rules[0].RuleArn') }),
    impact: 'disruptive',
  });
}

export interface MaintenanceAt {
  readonly ListenerArn: string;
  readonly page: Page;
  readonly moved: number;
}

/** Every path begins with a slash, so the pattern fits every request. */
function maintenanceRule({ ListenerArn, page, moved }: MaintenanceAt): PlannedCall {
  return createRule({
    ListenerArn,
    Priority: 1,
    Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
    Actions: answerWith(page),
    Tags: [{ Key: MAINTENANCE_TAG, Value: String(moved) }],
  });
}

function answerWith(page: Page) {
  return [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503', ...page } }] as const;
}

/** The rules at 1, 2, 3 and so on, up to the first priority that nobody has. */
function firstInARow(rules: readonly PlacedRule[]): PlacedRule[] {
  return rules.filter(({ priority }, index) => priority === index + 1);
}

export function keyOf(listener: string): string {
  return listener.toLowerCase().replace(':', '-');
}
