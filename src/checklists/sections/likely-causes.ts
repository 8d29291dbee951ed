import { actorName, lookupChangesEverywhere } from '../../aws/cloudtrail-events.ts';
import { type Alarm, describeAlarms, isComposite, isOfLogs, onlyScales } from '../../aws/cloudwatch.ts';
import { clusterServices, lastPart, type Service, serviceNames } from '../../aws/ecs.ts';
import type { Aws } from '../../aws/execution.ts';
import { describeEvents } from '../../aws/rds.ts';
import { type Settled, settled } from '../../aws/read.ts';
import type { AwsFault } from '../../aws/fault.ts';
import { type Candidate, type Onset, rankCauses } from '../../model/likely-cause.ts';
import { defineSection } from '../define.ts';

const HOUR_MS = 3_600_000;
const MOST_ROWS = 15;

/**
 * What may have caused it, likeliest first: changes, deployments and events against the time of the first alarm that is
 * still on. Each source is asked with its own deadline; one that does not answer is named and the others are ranked.
 */
export const likelyCauses = defineSection({
  id: 'likely-causes',
  title: 'Likely causes',
  scope: 'region',
  calls: [
    'cloudtrail:LookupEvents',
    'cloudwatch:DescribeAlarms',
    'ecs:ListClusters',
    'ecs:DescribeClusters',
    'ecs:ListServices',
    'ecs:DescribeServices',
    'rds:DescribeEvents',
  ],
  columns: [
    { key: 'at', label: 'At', format: 'instant' },
    { key: 'what', label: 'What' },
    { key: 'actor', label: 'By' },
    { key: 'because', label: 'Why it stands here' },
  ],
  async compose({ aws, now }) {
    const [alarms, changes, deployments, events] = await Promise.all([
      settled(describeAlarms(aws, {})),
      settled(changesOf(aws, now)),
      settled(deploymentsOf(aws, now)),
      settled(eventsOf(aws, now)),
    ]);
    const sources = [candidatesOf(changes), candidatesOf(deployments), events];
    const onsets = alarms.ok ? onsetsOf(alarms.value) : [];
    const ranked = rankCauses(
      onsets,
      sources.flatMap((source) => (source.ok ? source.value : [])),
    );
    const silent = [alarms, ...sources].flatMap((source) => (source.ok ? [] : [source.fault]));
    if (silent.length === 4 && silent[0]) throw silent[0];
    // That a part of them is missing is a finding of their own section or check.
    for (const part of [changes, deployments]) if (part.ok && part.value.unread) silent.push(part.value.unread);
    return {
      text: [onsetSentence(onsets, alarms.ok)],
      rows: ranked
        .slice(0, MOST_ROWS)
        .map(({ at, what, actor, because }) => ({ at: at.toISOString(), what, actor, because })),
      ...(silent.length > 0 && { note: noteOf(silent) }),
    };
  },
});

function onsetSentence(onsets: readonly Onset[], asked: boolean): string {
  if (!asked) return 'The alarms could not be read: the newest change comes first.';
  const [first] = onsets.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return first
    ? `${onsets.length} ${onsets.length === 1 ? 'alarm is' : 'alarms are'} on, ${first.alarm} first, since ${first.at.toISOString()}.`
    : 'No alarm of trouble is in ALARM: the newest change comes first.';
}

function noteOf(faults: readonly AwsFault[]): string {
  return `Ranked without: ${faults.map(({ message }) => message).join(' ')}`;
}

function onsetsOf(alarms: readonly Alarm[]): Onset[] {
  return alarms.flatMap((alarm) => {
    const at = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
    // A composite alarm follows the alarms it is made of; one that only scales in may be on for months.
    if (alarm.StateValue !== 'ALARM' || !at || isComposite(alarm) || onlyScales(alarm)) return [];
    const { Dimensions: dimensions = [] } = isOfLogs(alarm) ? {} : alarm;
    return [{ alarm: alarm.AlarmName ?? '', at, resources: dimensions.flatMap(({ Value }) => namesIn(Value)) }];
  });
}

/** `targetgroup/api/0123…` of a load balancer's dimension is `api` to an operator. */
function namesIn(value: string | undefined): string[] {
  if (value === undefined) return [];
  const [kind, ...parts] = value.split('/');
  return kind === 'targetgroup' || kind === 'app' || kind === 'net' ? parts.slice(0, 1) : [value];
}

/** What a source told, and why it did not tell all. */
interface Told {
  readonly candidates: readonly Candidate[];
  readonly unread: AwsFault | null;
}

function candidatesOf(source: Settled<Told>): Settled<readonly Candidate[]> {
  return source.ok ? { ok: true, value: source.value.candidates } : source;
}

async function changesOf(aws: Aws, now: Date): Promise<Told> {
  const range = { from: new Date(now.getTime() - HOUR_MS), to: now };
  const { changes, unread } = await lookupChangesEverywhere(aws, range);
  const candidates = changes
    .filter(({ errorCode }) => errorCode === null)
    .map((change) => {
      const resources = change.resources.map(({ name }) => lastPart(name));
      return {
        at: change.at,
        kind: 'change' as const,
        what: [change.operation, ...resources.slice(0, 2)].join(' '),
        actor: actorName(change.actor),
        resources,
      };
    });
  return { candidates, unread };
}

async function deploymentsOf(aws: Aws, now: Date): Promise<Told> {
  const clusters = await clusterServices(aws);
  const candidates = clusters.flatMap(({ services }) =>
    services.ok ? services.value.flatMap((service) => deployments(service, now)) : [],
  );
  const unread = clusters.flatMap(({ services }) => (services.ok ? [] : [services.fault]))[0] ?? null;
  return { candidates, unread };
}

function deployments(service: Service, now: Date): Candidate[] {
  const { cluster, service: name } = serviceNames(service);
  return (service.deployments ?? []).flatMap(({ createdAt, taskDefinition = '', rolloutState = '' }) => {
    if (!createdAt || now.getTime() - createdAt.getTime() > 24 * HOUR_MS) return [];
    const what = `Deployment of ${lastPart(taskDefinition)} to ${cluster}/${name} (${rolloutState || 'rollout unknown'})`;
    const groups = (service.loadBalancers ?? []).flatMap(
      ({ targetGroupArn }) => targetGroupArn?.split(':').at(-1) ?? [],
    );
    return [{ at: createdAt, kind: 'deployment' as const, what, actor: null, resources: [name, ...groups] }];
  });
}

async function eventsOf(aws: Aws, now: Date): Promise<Candidate[]> {
  const events = await describeEvents(aws, { StartTime: new Date(now.getTime() - 3 * HOUR_MS), EndTime: now });
  return events.flatMap(({ Date: at, Message = '', SourceIdentifier }) =>
    at
      ? [
          {
            at,
            kind: 'event' as const,
            what: SourceIdentifier ? `${SourceIdentifier}: ${Message}` : Message,
            actor: null,
            resources: SourceIdentifier ? [SourceIdentifier] : [],
          },
        ]
      : [],
  );
}
