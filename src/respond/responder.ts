import type { BusinessDays } from '../model/incident/clock.ts';
import type { Contact } from '../model/incident/message.ts';
import type { EscalationPolicy, PageTarget } from '../model/incident/policy.ts';
import type { FlappingRule, MaintenanceWindow, QuietHours } from '../model/incident/quiet.ts';
import type { IncidentSeverity } from '../model/incident/severity.ts';
import type { Database } from '../store/database.ts';
import type { IncidentRow } from '../store/incidents.ts';
import type { ChannelDefinition, ChannelUse, Settings } from './channels/define.ts';

/** Everything that responding to incidents needs; composed where the configuration is read. */
export interface Responder {
  readonly db: Database;
  readonly now: () => Date;
  readonly settings: RespondSettings;
  /** Who is on call, as of now: the schedules with what stands in the database and in people's calendars. */
  roster(): Promise<Roster>;
  /** Something was written that others wait for: deliveries, timers, signals. */
  readonly wake: () => void;
}

export interface Roster {
  /** In the order of the schedule's layers. `at`: milliseconds since 1970. */
  onCall(target: Extract<PageTarget, { schedule: string }>, at: number): readonly string[];
}

/** Who does something to an incident. */
export interface Responding {
  /** As the configuration or the sign-in knows them; `opsbook` for what it does itself. */
  readonly id: string;
  /** `cli`, `api`, `slack`, `alarm`. */
  readonly via: string;
}

export interface RespondSettings {
  readonly people: ReadonlyMap<string, Person>;
  readonly policies: ReadonlyMap<string, EscalationPolicy>;
  /** In order: the first that matches gives what it says. */
  readonly routes: readonly Route[];
  readonly windows: readonly MaintenanceWindow[];
  readonly business: BusinessDays;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly rooms: Rooms | null;
  readonly heartbeats: ReadonlyMap<string, Heartbeat>;
  readonly flapping: FlappingRule;
  /** What goes off again so soon after its alarm had gone out is the same incident; 0 for never. */
  readonly reopenWithinMs: number;
  /** Of what no source and no route says how bad it is. */
  readonly defaultSeverity: IncidentSeverity;
  /** Of browsers, for links; null where nobody outside this machine can reach the server. */
  readonly url: string | null;
}

export interface Person extends Contact {
  readonly quietHours?: QuietHours | undefined;
  /** Ways in order; the next is taken after so long, or when one fails. All channels that reach them, where absent. */
  readonly notify?: readonly { readonly channel: string; readonly afterMs: number }[] | undefined;
}

export interface Route {
  readonly match: Readonly<Record<string, string>>;
  readonly policy?: string | undefined;
  readonly severity?: IncidentSeverity | undefined;
  /** Added to what the signal says. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** A channel of the configuration. */
export interface Channel {
  readonly name: string;
  readonly definition: ChannelDefinition;
  readonly settings: Settings;
}

export interface Rooms {
  readonly channel: string;
  readonly severities: readonly IncidentSeverity[];
}

/** What delivering needs beside. Answers of the outside are bounded in time there. */
export interface DeliveryPorts {
  /** How a channel of the configuration is used. */
  useOf(channel: Channel, again: boolean): ChannelUse | Promise<ChannelUse>;
  /** Looks at the account at once, and says what it saw. @throws Error whose message says why it could not */
  firstLook(incident: IncidentRow): Promise<FirstLook>;
  openRoom(channel: Channel, wanted: WantedRoom): Promise<{ readonly id: string; readonly name: string }>;
}

export interface WantedRoom {
  readonly key: string;
  readonly name: string;
  readonly topic: string;
  readonly invite: readonly Contact[];
  readonly again: boolean;
}

export interface FirstLook {
  /** The likeliest first. */
  readonly causes: readonly string[];
  readonly failing: readonly string[];
  readonly summary: string;
  /** Runbooks that may help, with what is known of their parameters. */
  readonly mitigations: readonly Mitigation[];
}

export interface Mitigation {
  readonly runbook: string;
  readonly title: string;
  readonly why: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Parameters that a person has to fill in. */
  readonly missing: readonly string[];
  /** `account/region` where it was seen. */
  readonly place: string;
}

/** What AWS says of an alarm now. */
export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA' | 'gone';

/** A sign of life that is expected; by the name of its intake. */
export interface Heartbeat {
  readonly key: string;
  readonly title: string;
  readonly everyMs: number;
  readonly severity: IncidentSeverity | null;
  readonly labels: Readonly<Record<string, string>>;
}
