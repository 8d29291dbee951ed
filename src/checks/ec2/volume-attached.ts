import { z } from 'zod';
import { metric } from '../../aws/cloudwatch.ts';
import { describeVolumes, volume, type Volume } from '../../aws/ec2.ts';
import { fail, pass, type Verdict } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { ageInWords, dayOf, isOlderThan } from '../age.ts';
import { DAY_MS, DAY_SECONDS, dailyRange } from '../daily-range.ts';
import { type CheckContext, defineCheck, judgeEach } from '../define.ts';
import { priceOfVolume } from '../volume-price.ts';

const settings = z.object({ unattachedDays: z.number().int().min(1).max(29).default(7) });

export const volumeAttached = defineCheck({
  id: 'ec2-volume-attached',
  title: 'EBS volume is attached',
  severity: 'medium',
  why: 'A volume is billed in full whether or not it is attached to anything.',
  remediation: 'Take a last snapshot if what is on the volume may be wanted again, and delete the volume.',
  calls: ['ec2:DescribeVolumes', 'cloudwatch:GetMetricData'],
  settings,
  async *evaluate(context) {
    const { aws } = context;
    yield* judgeEach(
      await describeVolumes(aws, {}),
      (one) => volume(aws, one),
      (one) => judge(one, context),
    );
  },
});

async function judge(one: Volume, context: CheckContext<z.infer<typeof settings>>): Promise<Verdict> {
  const {
    aws,
    now,
    settings: { unattachedDays },
  } = context;
  const { VolumeId: id = '', State: state, CreateTime: createdAt = now } = one;
  const resource = volume(aws, one);
  const evidence = evidenceOf(one);
  if (state !== 'available') return pass(resource, `${id} is ${state}.`, evidence);
  const size = `${one.Size} GiB ${one.VolumeType}`;
  if (!isOlderThan(createdAt, unattachedDays, now)) {
    return pass(
      resource,
      `${id} (${size}) is attached to nothing, but was created only ${ageInWords(createdAt, now)} ago.`,
      evidence,
    );
  }
  const attachedOn = await lastAttachedOn(id, context);
  const withAttachment = { ...evidence, lastAttachedOn: attachedOn ? dayOf(attachedOn) : null };
  const created = `created on ${dayOf(createdAt)}`;
  // A day's datapoint says that it was attached some time on that day, perhaps to the end of it.
  if (attachedOn && !isOlderThan(new Date(attachedOn.getTime() + DAY_MS), unattachedDays, now)) {
    const reason = `${id} (${size}, ${created}) is attached to nothing, but was still in use on ${dayOf(attachedOn)}.`;
    return pass(resource, reason, withAttachment);
  }
  const since = attachedOn ? `was last in use on ${dayOf(attachedOn)}` : 'has not been in use in the last 30 days';
  const known = 'by its metrics, since AWS does not record when a volume is detached';
  const reason = `${id} (${size}, ${created}) is attached to nothing and ${since}, ${known}.`;
  return fail(resource, reason, { ...withAttachment, ...priceOfVolume(one, aws.region) });
}

/**
 * AWS does not tell since when a volume is unattached. It publishes a volume's metrics only while it is attached to an
 * instance, though, so the last day with a datapoint is the last day that it was.
 * https://docs.aws.amazon.com/ebs/latest/userguide/using_cloudwatch_ebs.html
 */
async function lastAttachedOn(
  id: string,
  { aws, now }: Pick<CheckContext<unknown>, 'aws' | 'now'>,
): Promise<Date | undefined> {
  const datapoints = await metric(
    aws,
    {
      namespace: 'AWS/EBS',
      name: 'VolumeIdleTime',
      dimensions: { VolumeId: id },
      statistic: 'Sum',
      periodSeconds: DAY_SECONDS,
    },
    dailyRange(now),
  );
  return datapoints.at(-1)?.at;
}

function evidenceOf(one: Volume): JsonObject {
  return {
    state: one.State ?? null,
    type: one.VolumeType ?? null,
    sizeGib: one.Size ?? null,
    createdAt: one.CreateTime?.toISOString() ?? null,
    sourceSnapshot: one.SnapshotId || null,
  };
}
