import { z } from 'zod';
import { metric } from '../../aws/cloudwatch.ts';
import { describeNatGateways, natGateway, type NatGateway } from '../../aws/ec2.ts';
import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import { ageInWords, counted, isOlderThan } from '../age.ts';
import { DAY_SECONDS, dailyRange, wholeDays } from '../daily-range.ts';
import { type CheckContext, defineCheck, judgeEach } from '../define.ts';
import { monthlyPrice } from '../prices.ts';

const settings = z.object({ days: z.number().int().min(1).max(29).default(7) });

type Context = CheckContext<z.infer<typeof settings>>;

export const natGatewayUsed = defineCheck({
  id: 'ec2-nat-gateway-used',
  title: 'NAT gateway carries traffic',
  severity: 'medium',
  why: 'A NAT gateway is billed for every hour that it exists, whether or not anything goes through it.',
  remediation: 'Delete the NAT gateway and the routes to it, and release its Elastic IP address.',
  calls: ['ec2:DescribeNatGateways', 'cloudwatch:GetMetricData'],
  settings,
  async *evaluate(context) {
    const { aws } = context;
    yield* judgeEach(
      await describeNatGateways(aws, {}),
      (gateway) => natGateway(aws, gateway),
      (gateway) => judge(gateway, context),
    );
  },
});

async function judge(gateway: NatGateway, context: Context): Promise<Verdict> {
  const {
    aws,
    now,
    settings: { days },
  } = context;
  const { NatGatewayId: id, State: state, CreateTime: createdAt = now } = gateway;
  const resource = natGateway(aws, gateway);
  const evidence = {
    state: state ?? null,
    vpcId: gateway.VpcId ?? null,
    createdAt: createdAt.toISOString(),
    publicIps: (gateway.NatGatewayAddresses ?? []).flatMap(({ PublicIp }) => PublicIp ?? []),
  };
  if (state !== 'available') return pass(resource, `${id} is ${state}.`, evidence);
  const [out, back] = await Promise.all([
    trafficOf('BytesOutToDestination', gateway, context),
    trafficOf('BytesOutToSource', gateway, context),
  ]);
  const withTraffic = { ...evidence, days, bytesOutToDestination: out.bytes, bytesOutToSource: back.bytes };
  if (out.bytes + back.bytes > 0) {
    const carried = `${out.bytes} bytes out and ${back.bytes} bytes back`;
    return pass(resource, `${id} carried ${carried} in the last ${counted(days, 'day')}.`, withTraffic);
  }
  if (!isOlderThan(createdAt, days, now)) {
    return pass(
      resource,
      `${id} has carried nothing yet, but was created only ${ageInWords(createdAt, now)} ago.`,
      withTraffic,
    );
  }
  // AWS publishes zeros for a gateway that nothing uses: a day without a datapoint is one that nothing is known of.
  const known = Math.min(out.wholeDays, back.wholeDays);
  if (known < days) {
    const reason = `${id}: CloudWatch has data of only ${known} of the last ${counted(days, 'day')}.`;
    return unknown(resource, reason, withTraffic);
  }
  const price = monthlyPrice({ region: aws.region, item: 'nat-gateway' });
  return fail(resource, `${id} has carried nothing in the last ${counted(days, 'day')}.`, { ...withTraffic, ...price });
}

interface Traffic {
  /** Of the whole days, and of today so far. */
  readonly bytes: number;
  readonly wholeDays: number;
}

/** One datapoint a UTC day. https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html */
async function trafficOf(
  name: 'BytesOutToDestination' | 'BytesOutToSource',
  { NatGatewayId = '' }: NatGateway,
  { aws, now, settings: { days } }: Context,
): Promise<Traffic> {
  const query = { namespace: 'AWS/NATGateway', name, dimensions: { NatGatewayId }, statistic: 'Sum' } as const;
  const series = await metric(aws, { ...query, periodSeconds: DAY_SECONDS }, dailyRange(now));
  const { from } = dailyRange(now, days);
  const bytes = series.filter(({ at }) => at >= from).reduce((total, { value }) => total + value, 0);
  return { bytes, wholeDays: wholeDays(series, now, days).length };
}
