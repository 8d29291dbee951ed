import type { IncidentSeverity } from '../../model/incident/severity.ts';

/** What a request from Slack comes to. */
export type SlackInbound =
  /** Slack asks whether the address is ours: answered with `{ challenge }`. */
  | { readonly kind: 'challenge'; readonly challenge: string }
  /** Perhaps none. `answer` is to be the response's JSON; else an empty 200, within 3 s. */
  | { readonly kind: 'acts'; readonly acts: readonly SlackAct[]; readonly answer?: SlackAnswer };

/** https://docs.slack.dev/interactivity/implementing-slash-commands#responding_immediate_response */
export interface SlackAnswer {
  /** Only who asked sees it. */
  readonly response_type: 'ephemeral';
  /** Escaped. */
  readonly text: string;
}

/** Something that somebody did in Slack. Whether they may is not known here. */
export interface SlackAct {
  /** The same when Slack delivers it again, and of nothing else. */
  readonly id: string;
  readonly at: Date;
  readonly user: SlackUser;
  /** The channel's id. */
  readonly channel: string | null;
  /** Where an answer goes within 30 minutes, five times at most; null where Slack gave none. */
  readonly responseUrl: string | null;
  readonly act: SlackDeed;
}

export interface SlackUser {
  /** A member id: what a person is known by. */
  readonly id: string;
  /** What they call themselves; null where Slack does not say. Proves nothing. */
  readonly name: string | null;
}

export type SlackDeed =
  | { readonly kind: 'acknowledge' | 'escalate'; readonly incident: number }
  /** `planHash`: of the plan that the message showed. */
  | { readonly kind: 'approve' | 'reject'; readonly execution: string; readonly planHash: string }
  | SlackNote
  | { readonly kind: 'open'; readonly title: string; readonly severity: IncidentSeverity | null }
  | { readonly kind: 'list' };

export interface SlackNote {
  readonly kind: 'note';
  /** Null of what was written in a channel: the channel tells. */
  readonly incident: number | null;
  /** Plain text; empty where it was deleted. */
  readonly text: string;
  /** Slack's name of the message in its channel, the same when it is edited or deleted; null of a command. */
  readonly ts: string | null;
  readonly change: 'written' | 'edited' | 'deleted';
}
