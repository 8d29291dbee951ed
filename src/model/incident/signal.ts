import type { JsonObject } from '../json.ts';
import type { IncidentSeverity } from './severity.ts';

/** What a source of alarms says, in one form whatever it came in. */
export interface Signal {
  /** Of this delivery, at its source: the same, delivered again, has the same. */
  readonly deliveryId: string;
  /** What is one problem: signals of one key are one incident while it is open. */
  readonly key: string;
  readonly action: 'trigger' | 'acknowledge' | 'resolve';
  /** One line, as an engineer would say it. Untrusted text. */
  readonly title: string;
  /** What the source thinks; null where it does not say, and the configuration decides. */
  readonly severity: IncidentSeverity | null;
  /** When it happened, as the source says; never after it arrived. */
  readonly at: Date;
  /** Who did it, where a person did: an acknowledgement in PagerDuty. */
  readonly actor: string | null;
  /** What it is about, to route and to silence by: `service`, `environment`, `alarmname`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly details: JsonObject;
  readonly links: readonly SignalLink[];
  /** The alarm behind it, so that its state is read again before anybody is woken. */
  readonly alarm: AlarmAddress | null;
}

export interface SignalLink {
  readonly label: string;
  /** http or https, checked. */
  readonly href: string;
}

export interface AlarmAddress {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}
