import type { z } from 'zod';
import type { PageTarget } from '../../model/incident/policy.ts';
import { policyProblems } from '../../model/incident/policy.ts';
import type { channels as channelsSchema, intake as intakeSchema } from './channels.ts';
import type { EscalationConfig, IncidentsConfig } from './incidents.ts';
import type { oncall as oncallSchema } from './oncall.ts';
import type { PersonConfig } from './people.ts';

/** Named one by one: the whole is checked by this, and so cannot be told from it. */
interface Parts {
  readonly people: Readonly<Record<string, PersonConfig>>;
  readonly oncall: z.infer<typeof oncallSchema>;
  readonly escalation: EscalationConfig;
  readonly incidents: IncidentsConfig;
  readonly channels: z.infer<typeof channelsSchema>;
  readonly intake: z.infer<typeof intakeSchema>;
}

/** What is named has to be there: who would notice otherwise is the one who is not paged. */
export function refuseUnknownNames(config: Parts, context: z.RefinementCtx): void {
  const { people, oncall, escalation, incidents, channels, intake } = config;
  for (const [name, { levels }] of Object.entries(escalation.policies)) {
    for (const [index, { notify }] of levels.entries()) {
      for (const [place, target] of notify.entries()) {
        const problem = targetProblem(target, config);
        if (problem) refuse(['escalation', 'policies', name, 'levels', index, 'notify', place], problem);
      }
    }
  }
  for (const { policy, problem } of policyProblems(
    Object.entries(escalation.policies).map(([name, { next = null }]) => ({ name, next })),
  )) {
    refuse(['escalation', 'policies', policy, 'next'], `another policy: it ${problem}`);
  }
  for (const [index, { policy }] of incidents.routes.entries()) {
    if (policy !== undefined && !(policy in escalation.policies)) {
      refuse(['incidents', 'routes', index, 'policy'], unknown('escalation policy', policy, escalation.policies));
    }
  }
  for (const key of ['rooms', 'summaryChannel'] as const) {
    const given = key === 'rooms' ? incidents.rooms?.channel : incidents.summaryChannel;
    if (given !== undefined && !(given in channels)) refuse(['incidents', key], unknown('channel', given, channels));
  }
  const { rooms } = incidents;
  if (rooms && rooms.channel in channels && channels[rooms.channel]?.['type'] !== 'slack') {
    refuse(['incidents', 'rooms', 'channel'], 'a channel of type slack: only there a place of its own can be opened');
  }
  for (const [id, { notify = [] }] of Object.entries(people)) {
    for (const [index, { channel }] of notify.entries()) {
      if (!(channel in channels)) refuse(['people', id, 'notify', index], unknown('channel', channel, channels));
    }
  }

  const heard = Object.values(intake).flatMap(({ topics }) => (Array.isArray(topics) ? topics : []));
  for (const [name, { topicArn }] of Object.entries(channels)) {
    if (topicArn === undefined || !heard.includes(topicArn)) continue;
    refuse(
      ['channels', name, 'topicArn'],
      'a topic that no intake listens to: each page would open an incident, and page',
    );
  }

  function refuse(path: (string | number)[], message: string): void {
    context.addIssue({ code: 'custom', path, message });
  }

  function targetProblem(target: PageTarget, { channels: known }: Parts): string | undefined {
    if ('person' in target) return target.person in people ? undefined : unknown('person', target.person, people);
    if ('channel' in target) return target.channel in known ? undefined : unknown('channel', target.channel, known);
    const schedule = oncall.schedules[target.schedule];
    if (!schedule) return unknown('on-call schedule', target.schedule, oncall.schedules);
    const { rotation } = target;
    if (rotation === undefined || schedule.rotations.some(({ name }) => name === rotation)) return undefined;
    return `a rotation of ${target.schedule}, which has none called ${rotation}`;
  }
}

function unknown(kind: string, name: string, known: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(known);
  return `${/^[aeio]/.test(kind) ? 'an' : 'a'} ${kind} that there is, not ${name}${names.length > 0 ? ` (there is ${names.slice(0, 8).join(', ')})` : ' (there is none)'}`;
}
