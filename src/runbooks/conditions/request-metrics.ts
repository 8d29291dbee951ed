import { getMetricData } from '../../aws/changes/cloudwatch.ts';
import type { Referable } from '../../aws/changes/planned.ts';
import type { Condition, NamedRead, Reference } from '../../model/plan.ts';

/** CloudWatch's dimension values: `app/web/50dc…` and `targetgroup/web/73e2…`, which may be known only when it is made. */
export interface Measured {
  readonly name: string;
  readonly loadBalancer: string;
  readonly targetGroup: Referable<string>;
}

/** Fewer errors than this are bad luck, whatever share of the requests they are. */
const FEWEST_ERRORS = 3;
const WINDOW_SECONDS = 300;
/** What was before, to compare with. */
const BEFORE_SECONDS = 900;
/** Slower than before by this factor, and by this much. */
const SLOWER = 2;
const SLOWER_SECONDS = 0.1;

/**
 * The targets of a group answer less than a share of their requests with a 5xx, within the last five minutes.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function targetErrorsBelow(percent: number, { name, loadBalancer, targetGroup }: Measured): Condition {
  const dimensions = { LoadBalancer: loadBalancer, TargetGroup: targetGroup };
  const read = metrics(
    'm',
    [sum('errors', 'HTTPCode_Target_5XX_Count', dimensions), sum('requests', 'RequestCount', dimensions)],
    RECENTLY,
  );
  return rate(
    `the targets of ${name}`,
    percent,
    [read],
    `${total('m', 'errors')} * \`100\` >= ${total('m', 'requests')} * \`${percent}\``,
  );
}

/** Minutes until CloudWatch must have something to tell. */
const BLIND_MINUTES = 6;
/** Requests that should have come by then: with fewer, none may be chance. */
const EXPECTED_REQUESTS = 20;

/**
 * A group gets requests: where none of those that its share should have brought is counted, neither errors nor latency
 * say anything, and a person is asked. The minutes are counted by those in which the load balancer had requests.
 */
export function requestsArrive(share: number, before: Measured, now: Measured): Condition {
  const { loadBalancer } = now;
  const ofGroup = ({ targetGroup }: Measured) => ({ LoadBalancer: loadBalancer, TargetGroup: targetGroup });
  const since = [
    sum('requests', 'RequestCount', ofGroup(now)),
    sum('all', 'RequestCount', { LoadBalancer: loadBalancer }),
  ];
  const minutes = "length(not_null((m.MetricDataResults[?Id=='all'] | [0]).Values, `[]`))";
  const expected = `${total('b', 'requests')} * \`${(share * BLIND_MINUTES * 60) / (100 * BEFORE_SECONDS)}\``;
  const arrived = total('m', 'requests');
  return {
    says: `${now.name} gets requests`,
    reads: [metrics('m', since, SINCE_STEP), metrics('b', [sum('requests', 'RequestCount', ofGroup(before))], BEFORE)],
    met: '`true`',
    failed: [],
    unsure: [
      {
        when: `${arrived} == \`0\` && ${minutes} >= \`${BLIND_MINUTES}\` && ${expected} >= \`${EXPECTED_REQUESTS}\``,
        because: `join('', ['CloudWatch counts no request to ${now.name}, and should have counted ', to_string(floor(${expected})), ' by now: whether it is good cannot be told'])`,
      },
    ],
    observed: `join('', ['${now.name} got ', to_string(${arrived}), ' requests'])`,
  };
}

/** The load balancer itself fails less than a share of all requests, or at least not more often than before. */
export function balancerErrorsBelow(percent: number, { loadBalancer }: Measured): Condition {
  const dimensions = { LoadBalancer: loadBalancer };
  const both = [sum('errors', 'HTTPCode_ELB_5XX_Count', dimensions), sum('requests', 'RequestCount', dimensions)];
  const often = `${total('m', 'errors')} * \`100\` >= ${total('m', 'requests')} * \`${percent}\``;
  const oftener = `${total('m', 'errors')} * ${total('b', 'requests')} > ${total('b', 'errors')} * ${total('m', 'requests')} * \`${SLOWER}\``;
  return rate(
    'the load balancer itself',
    percent,
    [metrics('m', both, SINCE_STEP), metrics('b', both, BEFORE)],
    `${often} && ${oftener}`,
  );
}

/** The targets of one group answer not much slower than those of another did before. */
export function notSlowerThan(before: Measured, now: Measured): Condition {
  const ofGroup = ({ loadBalancer, targetGroup }: Measured) => ({
    LoadBalancer: loadBalancer,
    TargetGroup: targetGroup,
  });
  const was = 'avg(b.MetricDataResults[0].Values)';
  const is = 'avg(m.MetricDataResults[0].Values)';
  return {
    says: `${now.name} answers about as fast as ${before.name} did`,
    reads: [
      metrics('m', [average('latency', ofGroup(now))], RECENTLY),
      metrics('b', [average('latency', ofGroup(before))], BEFORE),
    ],
    met: '`true`',
    failed: [
      {
        when: `${is} != null && ${was} != null && ${is} > ${was} * \`${SLOWER}\` && ${is} > ${was} + \`${SLOWER_SECONDS}\``,
        because: `join('', ['${now.name} takes ', ${milliseconds(is)}, ' to answer, ${before.name} took ', ${milliseconds(was)}])`,
      },
    ],
    unsure: [],
    observed: `join('', ['${now.name} takes ', ${milliseconds(is)}, ' to answer, ${before.name} took ', ${milliseconds(was)}])`,
  };
}

/** Whole ones; there may have been no requests to take any. */
function milliseconds(seconds: string): string {
  return `(${seconds} && join('', [to_string(floor(${seconds} * \`1000\`)), ' ms']) || 'no time')`;
}

function rate(who: string, percent: number, reads: readonly NamedRead[], tooMany: string): Condition {
  const [errors, requests] = [total('m', 'errors'), total('m', 'requests')];
  const counted = `join('', ['${who} failed ', to_string(${errors}), ' of ', to_string(${requests}), ' requests'])`;
  return {
    says: `less than ${percent} % of the requests are failed by ${who}`,
    reads,
    met: '`true`',
    failed: [
      {
        when: `${errors} >= \`${FEWEST_ERRORS}\` && ${tooMany}`,
        because: `join('', [${counted}, ', which is more than ${percent} %'])`,
      },
    ],
    unsure: [],
    observed: counted,
  };
}

/** The sum over the minutes; nothing is published for a minute without any. */
function total(as: string, id: string): string {
  return `sum(not_null((${as}.MetricDataResults[?Id=='${id}'] | [0]).Values, \`[]\`))`;
}

type Dimensions = Readonly<Record<string, Referable<string>>>;
type Query = ReturnType<typeof sum>;

function sum(Id: string, MetricName: string, dimensions: Dimensions) {
  return query(Id, { MetricName, Stat: 'Sum' }, dimensions);
}

function average(Id: string, dimensions: Dimensions) {
  return query(Id, { MetricName: 'TargetResponseTime', Stat: 'Average' }, dimensions);
}

function query(Id: string, { MetricName, Stat }: { MetricName: string; Stat: string }, dimensions: Dimensions) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Id, MetricStat: { Metric: { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions }, Period: 60, Stat } };
}

interface Range {
  readonly StartTime: Reference;
  readonly EndTime: Reference;
}

const NOW: Reference = { $time: 'now' };
const RECENTLY: Range = { StartTime: { $time: 'now', minusSeconds: WINDOW_SECONDS }, EndTime: NOW };
/** The minute in which the step began is counted whole. */
const SINCE_STEP: Range = { StartTime: { $time: 'step', minusSeconds: 60 }, EndTime: NOW };
const BEFORE: Range = {
  StartTime: { $time: 'execution', minusSeconds: BEFORE_SECONDS },
  EndTime: { $time: 'execution' },
};

function metrics(as: string, MetricDataQueries: readonly Query[], range: Range): NamedRead {
  return { as, call: getMetricData({ MetricDataQueries, ...range }), absent: [] };
}
