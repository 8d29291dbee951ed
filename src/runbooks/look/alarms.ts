import {
  type Alarm,
  alarmKind,
  describeAlarms,
  isComposite,
  isOfLogs,
  type MetricAlarm,
  onlyScales,
} from '../../aws/cloudwatch.ts';
import type { Aws } from '../../aws/execution.ts';
import { Refused } from '../../model/errors.ts';

/** An alarm that a deployment is watched with. */
export interface WatchedAlarm {
  readonly name: string;
  readonly type: 'CompositeAlarm' | 'MetricAlarm' | 'LogAlarm';
  /** Whether missing data are a question for a person: not where there were none before, or where they go with the traffic. */
  readonly asksWhenBlind: boolean;
}

export interface Watched {
  /** Names that people wrote down: of the service's own deployment alarms, and given as a parameter. */
  readonly names: readonly string[];
  /** What metric alarms are found by: dimensions of the load balancer, the target group and the service. */
  readonly dimensions: readonly Readonly<Record<string, string>>[];
  /** The dimension values that lose their requests while traffic moves. */
  readonly leaving: readonly string[];
  /** A service that may be taken away when it has. */
  readonly service?: string;
}

export interface AlarmsFound {
  readonly quiet: readonly WatchedAlarm[];
  /** Names of those that ring already. */
  readonly ringing: readonly string[];
  /** Names of those that have no data yet. */
  readonly blind: readonly string[];
  /** Names of those that watch by name what loses its requests. */
  readonly bound: readonly string[];
}

/**
 * The alarms that concern a deployment, apart from those that are only there to scale.
 * @throws Refused where one is named that is not there
 */
export async function lookAtAlarms(aws: Aws, { names, dimensions, leaving, service }: Watched): Promise<AlarmsFound> {
  const all = await describeAlarms(aws, {});
  const unknown = names.find((name) => !all.some(({ AlarmName }) => AlarmName === name));
  if (unknown !== undefined) throw new Refused(`there is no alarm ${unknown} to watch the deployment with`);
  const concerned = all
    .filter((alarm) => names.includes(alarm.AlarmName ?? '') || (isAbout(alarm, dimensions) && !onlyScales(alarm)))
    .toSorted((a, b) => ((a.AlarmName ?? '') < (b.AlarmName ?? '') ? -1 : 1));
  const inState = (state: string) => concerned.filter(({ StateValue }) => StateValue === state).map(nameOf);
  const blind = inState('INSUFFICIENT_DATA');
  const quiet = concerned
    .filter(({ StateValue }) => StateValue !== 'ALARM')
    .map((alarm) => ({
      name: nameOf(alarm),
      type: TYPES[alarmKind(alarm)],
      asksWhenBlind: !blind.includes(nameOf(alarm)) && !valuesOf(alarm).some((value) => leaving.includes(value)),
    }));
  const isBound = ({ Name, Value = '' }: Dimension) =>
    Name === 'ServiceName' ? Value === service : leaving.includes(Value);
  const bound = concerned.filter((alarm) => metricsOf(alarm).flat().some(isBound)).map(nameOf);
  return { quiet, ringing: inState('ALARM'), blind, bound };
}

const TYPES = { composite: 'CompositeAlarm', log: 'LogAlarm', metric: 'MetricAlarm' } as const;

function nameOf({ AlarmName = '' }: Alarm): string {
  return AlarmName;
}

function valuesOf(alarm: Alarm): string[] {
  return metricsOf(alarm).flatMap((dimensions) => dimensions.flatMap(({ Value }) => Value ?? []));
}

/** Where it is reckoned from several metrics, all of them are. */
function isAbout(alarm: Alarm, wanted: Watched['dimensions']): boolean {
  const metrics = metricsOf(alarm);
  return (
    metrics.length > 0 &&
    metrics.every((own) => {
      // A whole cluster's alarm is about everything that runs there.
      if (own.every(({ Name }) => Name === 'ClusterName')) return false;
      return wanted.some((one) => own.every(({ Name = '', Value }) => one[Name] === Value));
    })
  );
}

/** The dimensions of each metric that it watches. */
function metricsOf(alarm: Alarm): (readonly Dimension[])[] {
  if (isComposite(alarm) || isOfLogs(alarm)) return [];
  const { Metrics: math = [], Dimensions: own = [] } = alarm;
  if (math.length === 0) return [own];
  return math.flatMap(({ MetricStat: stat }) => (stat ? [stat.Metric?.Dimensions ?? []] : []));
}

type Dimension = NonNullable<MetricAlarm['Dimensions']>[number];
