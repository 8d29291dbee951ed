import { durationMs, formatDuration } from '../../../model/duration.ts';
import { nobodyDeploys } from '../../conditions/ecs-tasks.ts';
import { rulesGive, rulesStand } from '../../conditions/elbv2-rules.ts';
import type { PlanBuilder } from '../../define.ts';
import { type Pair, weights } from './colours.ts';
import { guards, mayShift, type Watching } from './guards.ts';
import { setActions, sharing } from './rule-actions.ts';
import { matchSize } from './scaling.ts';
import type { ListenerRule } from '../../look/listener-rules.ts';

export interface Shifting extends Watching {
  /** Percent, growing up to 100. */
  readonly shares: readonly number[];
  /** How long it is watched with all requests; a duration. */
  readonly bake: string;
}

/** A share proves something only when there are metrics of it: a minute each, and some time until CloudWatch has them. */
const SHORTEST_WATCH_MS = 3 * 60_000;

/** Moves the requests, share by share, and takes all of them back at the first breach. */
export function shiftRequests(plan: PlanBuilder, pair: Pair, shifting: Shifting): void {
  let before = 0;
  for (const share of shifting.shares) {
    const { blue, green } = pair;
    plan.approve(`approve-${share}`, {
      title: `Send ${share} % of the requests to ${green.name}?`,
      // Whoever has a share of the requests is watched, also while somebody makes up their mind.
      guards: before === 0 ? [] : guards(pair, before, shifting),
    });
    matchSize(plan, pair, share, before === 0);
    blue.rules.forEach((rule, index) => shiftRule(plan, { pair, rule, index, before, share }, shifting));
    plan.wait(`shifted-${share}`, {
      title: `AWS shows ${share} % for ${green.name}, and its targets are healthy`,
      until: rulesGive(weights(pair, share), Math.max(Math.ceil((blue.count * share) / 100), 1)),
      every: '5s',
      within: '2m',
      takes: '5s',
    });
    plan.watch(`watch-${share}`, {
      title: `Watch ${green.name} with ${share} % of the requests`,
      guards: guards(pair, share, shifting),
      every: '15s',
      for: share === 100 ? shifting.bake : lengthOfShare(shifting.bake),
    });
    before = share;
  }
}

interface RuleShift {
  readonly pair: Pair;
  readonly rule: ListenerRule;
  readonly index: number;
  readonly before: number;
  readonly share: number;
}

function shiftRule(plan: PlanBuilder, { pair, rule, index, before, share }: RuleShift, watching: Watching): void {
  const { blue, green } = pair;
  const { rules } = blue;
  const parts = (percent: number) =>
    sharing(rule, blue.group, [
      { arn: blue.group.arn, weight: 100 - percent },
      { arn: green.group.arn, weight: percent },
    ]);
  const back = weights({ blue, green }, 0, [rule]);
  plan.change(`shift-${share}${rules.length > 1 ? `-rule-${index + 1}` : ''}`, {
    title: `Send ${share} % to ${green.name} by ${rule.name}${index === 0 ? '' : ' too: until then, the shift is partial'}`,
    call: setActions(rule, parts(share)),
    before: { [blue.name]: 100 - before, [green.name]: before },
    after: { [blue.name]: 100 - share, [green.name]: share },
    require: [
      ...(before === 0 ? [nobodyDeploys(blue.named)] : []),
      ...mayShift(pair, { from: before, to: share }, watching),
    ],
    // All at once back to the old colour, whatever share it was: the newest undo is the one that counts.
    undo: { ...setActions(rule, parts(0)), until: rulesStand({ ...back, from: back.to, to: back.from }) },
  });
}

/** A quarter of the time that all requests are watched for. */
function lengthOfShare(bake: string): string {
  const whole = durationMs(bake);
  return formatDuration(Math.min(Math.max(whole / 4, SHORTEST_WATCH_MS), whole));
}
