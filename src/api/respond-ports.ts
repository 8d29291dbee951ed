import type { IncidentSeverity } from '../model/incident/severity.ts';
import type { Person } from '../model/oncall/person.ts';
import type { OutsideSchedule, Schedule } from '../model/oncall/schedule.ts';
import type { TimelineSpan } from '../model/oncall/timeline.ts';
import type { IntakeDefinition, IntakeUse } from '../respond/intake/define.ts';
import type { DeliveryPorts, Responder } from '../respond/responder.ts';
import type { SlackAnswer } from '../respond/slack/acts.ts';
import type { SlackReceiving } from '../respond/slack/receive.ts';

/** What the HTTP API needs in order to respond to incidents. */
export interface RespondPorts {
  readonly responder: Responder;
  readonly delivery: Pick<DeliveryPorts, 'useOf'>;
  /** Where alarms come in, by the name in their address. */
  readonly intakes: ReadonlyMap<string, Intake>;
  readonly slack: SlackPorts;
  readonly oncall: OncallPorts;
  /** A draft in Markdown. @throws NoSuchIncident, Refused */
  postMortem(incident: number): Promise<string>;
  /** By how much timers of this process were late, in milliseconds, since it was asked last. */
  takeLateness(): readonly number[];
  /** Follows no redirects, and ends after some seconds. */
  readonly fetch: typeof fetch;
}

/** An intake of the configuration. */
export interface Intake {
  readonly definition: IntakeDefinition;
  /** Beneath what a signal says itself. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of what does not say how bad it is. */
  readonly severity: IncidentSeverity | null;
  /** With secrets in place of references to them. @throws UsageError that names the reference, never what is behind it */
  settings(): Promise<IntakeUse['settings']>;
}

export interface SlackPorts {
  /** Of a channel of the type slack; undefined where there is none of that name. @throws UsageError for a secret that is not there */
  settingsOf(channel: string): Promise<SlackReceiving['settings'] | undefined>;
  /** Who of the configuration a member of the channel's workspace is; undefined for anybody else. @throws DeliveryFailed */
  personOf(channel: string, memberId: string): Promise<string | undefined>;
  /** Answers where Slack said that answers go. @throws Error that says why it could not */
  answer(responseUrl: string, answer: SlackAnswer): Promise<void>;
}

export interface OncallPorts {
  readonly schedules: ReadonlyMap<string, Schedule>;
  readonly people: Readonly<Record<string, Person>>;
  /** What the configuration does not hold, for a span and around it. */
  outside(schedule: Schedule, span: TimelineSpan): Promise<Outside>;
  /** The shifts as iCal, of one person or of all. @throws UsageError for a person who is not in it */
  calendar(schedule: Schedule, person: string | undefined): Promise<string>;
}

interface Outside {
  readonly outside: OutsideSchedule;
  /** What could not be read, in sentences. */
  readonly warnings: readonly string[];
}
