import type { IncidentSeverity } from './severity.ts';

/**
 * What is told through a channel. `page`: somebody has to act now. `notice`: somebody should know. `acknowledged` and
 * `resolved` follow a page through the same channel, so that what it set off there is stopped.
 */
export const MESSAGE_KINDS = ['page', 'notice', 'acknowledged', 'resolved', 'test'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export interface Message {
  /** The same in every attempt to deliver it, and of no other message: what a channel tells a repeat by. */
  readonly key: string;
  readonly kind: MessageKind;
  /** One line of plain text. May hold what others wrote: escape it for where it goes. */
  readonly subject: string;
  /** Plain text, in lines. The same holds. */
  readonly body: string;
  /** What it is about; null of what is about no incident, like a test or a hand-off. */
  readonly incident: MessageIncident | null;
  /** What is asked for, where somebody is asked to agree to something. */
  readonly approval?: MessageApproval | undefined;
  readonly at: Date;
}

/** An execution that waits for somebody's word; the vote is on the plan of this hash. */
export interface MessageApproval {
  readonly execution: string;
  readonly title: string;
  readonly environment: string;
  /** `sha256:…`, whole. */
  readonly planHash: string;
  readonly requestedBy: string;
  /** Where the plan is read; null where no browser gets to it. */
  readonly url: string | null;
}

export interface MessageIncident {
  readonly number: number;
  readonly title: string;
  readonly severity: IncidentSeverity;
  readonly status: string;
  readonly openedAt: Date;
  /** Where a browser shows it; null where nobody outside this machine could reach it. */
  readonly url: string | null;
  /** Of all messages of this incident: channels that follow an incident by a key, use this. */
  readonly dedupKey: string;
}

/** A person, as far as channels need to know them. */
export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly email?: string | undefined;
  /** `@alice`, or a member id. */
  readonly slack?: string | undefined;
  readonly phone?: string | undefined;
  /** A Teams user principal name. */
  readonly teams?: string | undefined;
}
