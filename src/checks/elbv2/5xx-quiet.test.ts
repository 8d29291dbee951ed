import { expect, test } from 'vitest';
import { answering, type Answers, judge, lines, NOW } from '../../../test/answers.ts';
import { metricAnswers } from '../../../test/metric-answers.ts';
import { serverErrorsQuiet } from './5xx-quiet.ts';

const arnOf = (kind: string, name: string) =>
  `arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/${kind}/${name}/1`;
const balancers = (...all: object[]): Answers => ({ 'elbv2:DescribeLoadBalancers': { LoadBalancers: all } });
const WEB = balancers({ LoadBalancerName: 'web', LoadBalancerArn: arnOf('app', 'web'), Type: 'application' });

interface Hour {
  readonly requests?: number;
  readonly elb?: number;
  readonly target?: number;
}

/** The counts of an hour, all in one minute of it. */
function hour({ requests, elb, target }: Hour, minutesAgo = 20): Answers {
  const minute = Math.floor(NOW.getTime() / 60_000) * 60_000 - minutesAgo * 60_000;
  return metricAnswers(({ name }, at) => {
    if (at.getTime() !== minute) return undefined;
    return name === 'RequestCount' ? requests : name === 'HTTPCode_ELB_5XX_Count' ? elb : target;
  });
}

const judged = async (counts: Hour) => lines(await judge(serverErrorsQuiet, { ...WEB, ...hour(counts) }));

test("E2.1 sums the load balancer's own errors and its targets' over the hour, against its requests", async () => {
  const findings = await judge(serverErrorsQuiet, { ...WEB, ...hour({ requests: 20_000, elb: 12, target: 405 }) });
  expect(lines(findings)).toEqual([
    'web: fail high: web gave 405 server errors from targets and 12 of its own in 20000 requests of the last hour (2.09 %).',
  ]);
  expect(findings[0]?.evidence).toMatchObject({ requests: 20_000, target5xx: 405, elb5xx: 12, target5xxPercent: 2.03 });
});

test('exactly one per cent is quiet, and so are ten errors', async () => {
  expect(await judged({ requests: 2000, target: 20 })).toEqual([expect.stringContaining('web: pass')]);
  expect(await judged({ requests: 2000, target: 21 })).toEqual([expect.stringContaining('web: fail')]);
  expect(await judged({ requests: 20, target: 10 })).toEqual([expect.stringContaining('web: pass')]);
  expect(await judged({ requests: 20, elb: 11 })).toEqual([expect.stringContaining('web: fail')]);
});

test('no datapoints at all are no requests', async () => {
  expect(await judged({})).toEqual(['web: pass: web had no requests in the last hour.']);
});

test('errors without a single request are not quiet: no target could be chosen', async () => {
  expect(await judged({ elb: 300 })).toEqual([
    'web: fail high: web passed no request to a target in the last hour and gave 0 server errors from targets and 300 of its ' +
      'own.',
  ]);
});

test('the hour is the sixty minutes before now, neither more nor less', async () => {
  const counts = { requests: 100, target: 50 };
  expect((await judge(serverErrorsQuiet, { ...WEB, ...hour(counts, 60) }))[0]?.status).toBe('fail');
  expect((await judge(serverErrorsQuiet, { ...WEB, ...hour(counts, 61) }))[0]?.status).toBe('pass');
  expect((await judge(serverErrorsQuiet, { ...WEB, ...hour(counts, 0) }))[0]?.status).toBe('pass');
});

test('network and gateway load balancers see no HTTP and are not asked for', async () => {
  const others = balancers(
    { LoadBalancerName: 'tcp', LoadBalancerArn: arnOf('net', 'tcp'), Type: 'network' },
    { LoadBalancerName: 'inspect', LoadBalancerArn: arnOf('gwy', 'inspect'), Type: 'gateway' },
  );
  expect(lines(await judge(serverErrorsQuiet, others))).toEqual([
    'inspect: pass: inspect is a gateway load balancer, which sees no HTTP status.',
    'tcp: pass: tcp is a network load balancer, which sees no HTTP status.',
  ]);
});

test('G13 asks for the metrics of all load balancers in one call', async () => {
  const many = Array.from({ length: 100 }, (_, index) => ({
    LoadBalancerName: `alb-${index}`,
    LoadBalancerArn: arnOf('app', `alb-${index}`),
    Type: 'application',
  }));
  const transport = answering({ ...balancers(...many), ...hour({}) });
  expect(await judge(serverErrorsQuiet, transport)).toHaveLength(100);
  expect(transport.asked.map(({ operation }) => operation)).toEqual(['DescribeLoadBalancers', 'GetMetricData']);
});

test('metrics that may not be read are unknown for each load balancer', async () => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  const findings = await judge(serverErrorsQuiet, { ...WEB, 'cloudwatch:GetMetricData': () => denied });
  expect(lines(findings)).toEqual(['web: unknown: AccessDenied: cloudwatch:GetMetricData is not allowed.']);
});

test('G3 metrics that CloudWatch failed to give are unknown, not an hour without requests', async () => {
  const failing = ({ MetricDataQueries }: { MetricDataQueries: readonly { Id: string }[] }) => ({
    MetricDataResults: MetricDataQueries.map(({ Id }) => ({ Id, StatusCode: 'InternalError' })),
  });
  const findings = await judge(serverErrorsQuiet, { ...WEB, 'cloudwatch:GetMetricData': failing });
  expect(lines(findings)).toEqual(["web: unknown: InternalError: cloudwatch:GetMetricData failed on AWS's side."]);
});
