import type { MetricSeries } from '../../metrics.ts';
import { noiseAt } from '../../random.ts';
import { ec2Id } from '../cast.ts';
import { before, DAY_MS, HOUR_MS, MINUTE_MS, type RegionSeed } from '../seed.ts';
import { type InstanceRole, rolesIn } from './roles.ts';
import { type NatRole, natRolesIn } from './nat-gateways.ts';
import { type VolumeRole, volumeRolesIn } from './volumes.ts';

/** Basic monitoring: one sample in five minutes. NAT gateways publish every minute. */
const BASIC_SECONDS = 300;

export function seedEc2Metrics(seed: RegionSeed): void {
  seed.metrics.push(
    ...rolesIn(seed).flatMap((role) => instanceMetrics(seed, role)),
    ...volumeRolesIn(seed).flatMap((role) => volumeMetrics(seed, role)),
    ...natRolesIn(seed).flatMap((role) => natMetrics(seed, role)),
  );
}

/** AWS/EC2: an instance publishes while it runs, and nothing while it is stopped. */
function instanceMetrics(seed: RegionSeed, role: InstanceRole): MetricSeries[] {
  const dimensions = { InstanceId: ec2Id(seed, 'i', role.name) };
  const [mean, swing] = role.cpu;
  const alive = during(seed, { sinceDays: role.launchedDays, untilDays: role.stoppedDays });
  const cpu = (at: number): number => clamp(mean + swing * rhythm(at) + swing * 0.4 * noise(role.name, at), 0.1, 100);
  const bytes = (at: number, share: number): number =>
    Math.round(cpu(at) * share * (1 + 0.2 * noise(`${role.name}-net`, at)));
  const series = (name: string, unit: string, value: (at: number) => number): MetricSeries => ({
    namespace: 'AWS/EC2',
    name,
    dimensions,
    unit,
    everySeconds: BASIC_SECONDS,
    at: (instant) => (alive(instant) ? value(instant) : undefined),
  });
  return [
    series('CPUUtilization', 'Percent', cpu),
    series('NetworkIn', 'Bytes', (at) => bytes(at, 400_000)),
    series('NetworkOut', 'Bytes', (at) => bytes(at, 250_000)),
    series('StatusCheckFailed', 'Count', () => 0),
  ];
}

/** AWS/EBS: a volume publishes only while it is attached to an instance that runs. */
function volumeMetrics(seed: RegionSeed, role: VolumeRole): MetricSeries[] {
  const dimensions = { VolumeId: ec2Id(seed, 'vol', role.name) };
  const host = rolesIn(seed).find(({ name }) => name === role.instance);
  const neverAttached = host === undefined && role.detachedDays === undefined;
  const alive = during(seed, { sinceDays: role.createdDays, untilDays: role.detachedDays ?? host?.stoppedDays });
  const writes = (at: number): number => Math.round(900 * (1 + 0.6 * rhythm(at) + 0.3 * noise(role.name, at)));
  const series = (name: string, unit: string, value: (at: number) => number): MetricSeries => ({
    namespace: 'AWS/EBS',
    name,
    dimensions,
    unit,
    everySeconds: BASIC_SECONDS,
    at: (instant) => (!neverAttached && alive(instant) ? value(instant) : undefined),
  });
  return [
    series('VolumeIdleTime', 'Seconds', (at) => clamp(BASIC_SECONDS - writes(at) * 0.02, 0, BASIC_SECONDS)),
    series('VolumeReadOps', 'Count', (at) => Math.round(writes(at) * 0.4)),
    series('VolumeWriteOps', 'Count', writes),
  ];
}

/** AWS/NATGateway: zeros for one that nothing uses. */
function natMetrics(seed: RegionSeed, role: NatRole): MetricSeries[] {
  const dimensions = { NatGatewayId: ec2Id(seed, 'nat', role.name) };
  const alive = during(seed, { sinceDays: role.createdDays });
  const bytes = (at: number, mean: number): number =>
    role.used ? Math.round(mean * (1 + 0.7 * rhythm(at) + 0.3 * noise(role.name, at))) : 0;
  const series = (name: string, unit: string, value: (at: number) => number): MetricSeries => ({
    namespace: 'AWS/NATGateway',
    name,
    dimensions,
    unit,
    everySeconds: 60,
    at: (instant) => (alive(instant) ? value(instant) : undefined),
  });
  return [
    series('BytesOutToDestination', 'Bytes', (at) => bytes(at, 2_400_000)),
    series('BytesOutToSource', 'Bytes', (at) => bytes(at, 11_000_000)),
    series('BytesInFromSource', 'Bytes', (at) => bytes(at, 2_400_000)),
    series('BytesInFromDestination', 'Bytes', (at) => bytes(at, 11_000_000)),
    series('ActiveConnectionCount', 'Count', (at) => bytes(at, 42)),
    series('ErrorPortAllocation', 'Count', () => 0),
  ];
}

interface Life {
  readonly sinceDays: number;
  readonly untilDays?: number | undefined;
}

function during({ start }: RegionSeed, { sinceDays, untilDays }: Life): (instant: number) => boolean {
  const since = before(start, sinceDays * DAY_MS).getTime();
  const until = untilDays === undefined ? Infinity : before(start, untilDays * DAY_MS).getTime();
  return (instant) => instant >= since && instant < until;
}

/** Up by day and down by night, and down at the weekend: from -1 to 1. */
function rhythm(instant: number): number {
  const hours = (instant % DAY_MS) / HOUR_MS;
  // 1970-01-01 was a Thursday.
  const weekday = Math.floor(instant / DAY_MS + 4) % 7;
  const day = Math.sin(((hours - 9) / 24) * 2 * Math.PI);
  return weekday === 0 || weekday === 6 ? day * 0.4 - 0.5 : day;
}

function noise(name: string, instant: number): number {
  return noiseAt(name, Math.floor(instant / (5 * MINUTE_MS)));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
