import type { DBInstance } from '@aws-sdk/client-rds';
import type { MetricSeries } from '../../metrics.ts';
import { noiseAt } from '../../random.ts';
import { DAY_MS, HOUR_MS, type RegionSeed } from '../seed.ts';

/** How a database is used, on an ordinary working day. */
export interface Load {
  /** On average, and how far the busiest hour is above it. */
  readonly cpuPercent: number;
  readonly cpuSwing: number;
  readonly connections: number;
  readonly connectionsSwing: number;
  readonly freeMemoryGib: number;
  /** At the world's start; it falls by so much a day. Absent for Aurora. */
  readonly freeStorageGib?: number;
  readonly fallingGibPerDay?: number;
  /** Nothing is published after it. */
  readonly stoppedAt?: Date;
}

const GIB = 2 ** 30;
/** RDS publishes every minute; five are enough for a world that is read by the hour or the day. */
const EVERY_SECONDS = 300;

/** What is published of an instance under one name, and when: it can be stopped, go on, and grow. */
export interface Publication {
  readonly load: Load;
  /** When it ran, in milliseconds since 1970; the last period may have no end yet. */
  readonly periods: { readonly from: number; until: number }[];
  /** What was added to its storage, and when. */
  readonly growth: { readonly at: number; readonly gib: number }[];
}

type Publisher = Pick<RegionSeed, 'start' | 'metrics'>;

/** Publishes what CloudWatch shows of an instance, for all the time that it has been there, or from an instant on. */
export function publishLoad(
  { start: begun, metrics }: Publisher,
  instance: DBInstance,
  load: Load,
  since?: Pick<Publication, 'periods' | 'growth'>,
): Publication {
  const { DBInstanceIdentifier: id = '', AllocatedStorage: allocatedGib = 0 } = instance;
  const whole = { from: instance.InstanceCreateTime?.getTime() ?? 0, until: load.stoppedAt?.getTime() ?? Infinity };
  const publication: Publication = { load, periods: since?.periods ?? [whole], growth: since?.growth ?? [] };
  const grownBefore = publication.growth.reduce((sum, { gib }) => sum + gib, 0);

  function publish(name: string, unit: string, at: (instant: number) => number): void {
    metrics.push({
      namespace: 'AWS/RDS',
      name,
      dimensions: { DBInstanceIdentifier: id },
      unit,
      everySeconds: EVERY_SECONDS,
      at(instant) {
        const runs = publication.periods.some(({ from, until }) => instant >= from && instant <= until);
        return runs ? at(instant) : undefined;
      },
    });
  }

  publish('CPUUtilization', 'Percent', (instant) => {
    const value = load.cpuPercent + load.cpuSwing * (rhythm(instant) - 0.5) + 3 * jitter(id, 'cpu', instant);
    return clamp(value, 0.5, 100);
  });
  publish('DatabaseConnections', 'Count', (instant) => {
    const swing = load.connectionsSwing * (rhythm(instant) - 0.5);
    return Math.max(
      Math.round(load.connections + swing + load.connections * 0.05 * jitter(id, 'connections', instant)),
      0,
    );
  });
  publish('FreeableMemory', 'Bytes', (instant) =>
    Math.round(load.freeMemoryGib * (1 + 0.06 * jitter(id, 'memory', instant)) * GIB),
  );
  if (load.freeStorageGib === undefined) return publication;
  publish('FreeStorageSpace', 'Bytes', (instant) => {
    const days = Math.floor(instant / DAY_MS);
    // One day brings more than another; temporary files come and go with the day's work.
    const uneven = (load.fallingGibPerDay ?? 0) * 0.3 * noiseAt(`${id}/day`, days);
    const daily = 0.4 * (rhythm(instant) - 0.5) + 0.2 * jitter(id, 'disk', instant);
    const gib = freeGib(publication, begun, instant) - uneven - daily;
    const grown = grownUntil(publication, instant) - grownBefore;
    return Math.round(clamp(gib, 0, (allocatedGib + grown) * 0.998) * GIB);
  });
  return publication;
}

/** What is free at an instant, but for the ups and downs of the day. */
export function freeGib(publication: Publication, begun: Date, instant: number): number {
  const { freeStorageGib = 0, fallingGibPerDay = 0 } = publication.load;
  const days = (instant - begun.getTime()) / DAY_MS;
  return freeStorageGib - fallingGibPerDay * days + grownUntil(publication, instant);
}

function grownUntil({ growth }: Publication, instant: number): number {
  return growth.reduce((sum, { at, gib }) => (at <= instant ? sum + gib : sum), 0);
}

/** A cluster's volume, in GiB at the world's start; it only grows. */
export function publishVolume(
  seed: RegionSeed,
  cluster: string,
  { gib, growthGibPerDay }: { readonly gib: number; readonly growthGibPerDay: number },
): void {
  const series: Omit<MetricSeries, 'dimensions'> = {
    namespace: 'AWS/RDS',
    name: 'VolumeBytesUsed',
    unit: 'Bytes',
    everySeconds: 3600,
    at: (instant) => Math.round((gib + (growthGibPerDay * (instant - seed.start.getTime())) / DAY_MS) * GIB),
  };
  seed.metrics.push(
    { ...series, dimensions: { DBClusterIdentifier: cluster } },
    { ...series, dimensions: { DbClusterIdentifier: cluster, EngineName: 'aurora-postgresql' } },
  );
}

/** 0 in the night to 1 in the afternoon, and less at weekends. */
function rhythm(instant: number): number {
  const hour = (instant % DAY_MS) / HOUR_MS;
  const day = 0.5 - 0.5 * Math.cos(((hour - 3) / 24) * 2 * Math.PI);
  const weekday = (Math.floor(instant / DAY_MS) + 4) % 7;
  return weekday === 0 || weekday === 6 ? day * 0.6 : day;
}

function jitter(id: string, name: string, instant: number): number {
  return noiseAt(`${id}/${name}`, Math.floor(instant / 1000 / EVERY_SECONDS));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
