import { z } from 'zod';
import { metric } from '../../aws/cloudwatch.ts';
import { describeInstances, describeVolumes, instance, type Instance } from '../../aws/ec2.ts';
import { settled } from '../../aws/read.ts';
import { tagValue } from '../../model/environment.ts';
import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { mean, rounded } from '../../model/statistics.ts';
import { ageInWords, counted, isOlderThan } from '../age.ts';
import { DAY_SECONDS, dailyRange, wholeDays } from '../daily-range.ts';
import { type CheckContext, defineCheck, judgeEach } from '../define.ts';
import { instancePrice, totalListed } from '../prices.ts';
import { priceOfVolume } from '../volume-price.ts';

const settings = z.object({
  stoppedDays: z.number().nonnegative().default(30),
  cpuPercent: z.number().min(0).max(100).default(2),
  cpuDays: z.number().int().min(1).max(29).default(14),
  /** How many of the days must have data, for their mean to mean something. */
  minimumDays: z.number().int().min(1).default(10),
});

type Context = CheckContext<z.infer<typeof settings>>;

export const instanceNotIdle = defineCheck({
  id: 'ec2-instance-not-idle',
  title: 'EC2 instance does something',
  severity: 'medium',
  why: 'An instance that does nothing costs as much as one that works, and a stopped one goes on paying for its volumes.',
  remediation:
    'Terminate the instance, with an image of it if it may be wanted again; or take a smaller instance type if it has to run.',
  calls: ['ec2:DescribeInstances', 'ec2:DescribeVolumes', 'cloudwatch:GetMetricData'],
  settings,
  async *evaluate(context) {
    const { aws } = context;
    yield* judgeEach(
      await describeInstances(aws, {}),
      (one) => instance(aws, one),
      (one) => judge(one, context),
    );
  },
});

async function judge(one: Instance, context: Context): Promise<Verdict> {
  const state = one.State?.Name;
  if (state === 'stopped') return judgeStopped(one, context);
  if (state === 'running') return judgeRunning(one, context);
  return pass(instance(context.aws, one), `${nameOf(one)} is ${state}.`, evidenceOf(one));
}

async function judgeStopped(one: Instance, context: Context): Promise<Verdict> {
  const {
    aws,
    now,
    settings: { stoppedDays },
  } = context;
  const resource = instance(aws, one);
  const name = nameOf(one);
  const volumeIds = volumesOf(one);
  const stoppedAt = stoppedAtOf(one);
  const evidence = { ...evidenceOf(one), volumeIds, stoppedAt: stoppedAt?.toISOString() ?? null };
  if (volumeIds.length === 0) return pass(resource, `${name} is stopped and has no volumes.`, evidence);
  if (stoppedAt && !isOlderThan(stoppedAt, stoppedDays, now)) {
    return pass(resource, `${name} was stopped ${ageInWords(stoppedAt, now)} ago.`, evidence);
  }
  // It ran when it was last launched, so it cannot have been stopped for longer than that.
  if (one.LaunchTime && !isOlderThan(one.LaunchTime, stoppedDays, now)) {
    return pass(
      resource,
      `${name} is stopped, but was launched only ${ageInWords(one.LaunchTime, now)} ago.`,
      evidence,
    );
  }
  if (!stoppedAt) return unknown(resource, `${name} is stopped, and AWS does not say since when.`, evidence);
  const reason = `${name} has been stopped for ${ageInWords(stoppedAt, now)} and keeps ${counted(volumeIds.length, 'volume')}.`;
  return fail(resource, reason, { ...evidence, ...(await priceOf(volumeIds, context)) });
}

async function judgeRunning(one: Instance, { aws, now, settings: limits }: Context): Promise<Verdict> {
  const resource = instance(aws, one);
  const name = nameOf(one);
  const evidence = evidenceOf(one);
  const { cpuDays, cpuPercent, minimumDays } = limits;
  if (one.LaunchTime && !isOlderThan(one.LaunchTime, cpuDays, now)) {
    const reason = `${name} has been running for only ${ageInWords(one.LaunchTime, now)}, too short to call it idle.`;
    return pass(resource, reason, evidence);
  }
  const days = wholeDays(await dailyCpu(one, { aws, now }), now, cpuDays).map(({ value }) => value);
  const cpu = mean(days);
  if (cpu === undefined || days.length < Math.min(minimumDays, cpuDays)) {
    const reason = `${name}: CloudWatch has its CPU of only ${days.length} of the last ${counted(cpuDays, 'day')}.`;
    return unknown(resource, reason, evidence);
  }
  const withCpu = { ...evidence, cpuPercent: rounded(cpu, 2), cpuDays, daysWithData: days.length };
  const fact = `${name} used ${rounded(cpu, 2)} % of its CPU on average over the last ${counted(cpuDays, 'day')}`;
  if (cpu >= cpuPercent) return pass(resource, `${fact}.`, withCpu);
  const price = instancePrice({ region: aws.region, instanceType: one.InstanceType ?? '' });
  return fail(resource, `${fact}, less than ${cpuPercent} %.`, { ...withCpu, ...price });
}

/** Each day's mean of the 30 days that every check asks for at once. */
function dailyCpu(
  { InstanceId = '' }: Instance,
  { aws, now }: Pick<Context, 'aws' | 'now'>,
): ReturnType<typeof metric> {
  const query = {
    namespace: 'AWS/EC2',
    name: 'CPUUtilization',
    dimensions: { InstanceId },
    statistic: 'Average',
  } as const;
  return metric(aws, { ...query, periodSeconds: DAY_SECONDS }, dailyRange(now));
}

/**
 * AWS tells the instant in prose, `User initiated (2026-10-09 08:00:00 GMT)`, and for some reasons not at all.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html (StateTransitionReason)
 */
function stoppedAtOf({ StateTransitionReason: reason = '' }: Instance): Date | undefined {
  const [, day, time] = /\((\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) (?:GMT|UTC)\)/.exec(reason) ?? [];
  return day === undefined ? undefined : new Date(`${day}T${time}Z`);
}

function volumesOf({ BlockDeviceMappings: mappings = [] }: Instance): string[] {
  return mappings.flatMap(({ Ebs }) => Ebs?.VolumeId ?? []);
}

async function priceOf(volumeIds: readonly string[], { aws }: Context): Promise<JsonObject> {
  const volumes = await settled(describeVolumes(aws, {}));
  if (!volumes.ok) return { monthlyCostUsd: null, priceSource: volumes.fault.message };
  const own = volumes.value.filter(({ VolumeId = '' }) => volumeIds.includes(VolumeId));
  return { ...totalListed(own.map((one) => priceOfVolume(one, aws.region))) };
}

function nameOf({ InstanceId = '', Tags }: Instance): string {
  const name = tagValue(Tags, 'Name');
  return name ? `${InstanceId} (${name})` : InstanceId;
}

function evidenceOf(one: Instance): JsonObject {
  return {
    state: one.State?.Name ?? null,
    type: one.InstanceType ?? null,
    launchedAt: one.LaunchTime?.toISOString() ?? null,
    environment: tagValue(one.Tags, 'Environment') ?? null,
  };
}
