import type { IncidentSeverity } from '../../model/incident/severity.ts';
import type { AlarmAddress, SignalLink } from '../../model/incident/signal.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Responding } from '../responder.ts';

/** Why an incident is opened, by whoever or whatever. */
export interface Opening {
  /** What is one problem; made up where a person opens it. */
  readonly key: string;
  readonly title: string;
  /** Null: as the routes say, or the default. */
  readonly severity: IncidentSeverity | null;
  readonly by: Responding;
  /** When it began, as the source says. */
  readonly at: Date;
  readonly labels: Readonly<Record<string, string>>;
  readonly alarm: AlarmAddress | null;
  /** Whether a source will say when it is over. */
  readonly hasSource: boolean;
  /** Of the delivery that says so. */
  readonly eventId?: string | undefined;
  readonly details?: JsonObject | undefined;
  readonly links?: readonly SignalLink[] | undefined;
  /** In place of what the routes say. */
  readonly policy?: string | undefined;
}
