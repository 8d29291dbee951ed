import type { Json } from '../../model/json.ts';
import type { Responder, Responding, Roster } from '../responder.ts';

/** One line of a timeline. */
export interface Happened {
  readonly kind: string;
  readonly text: string;
  readonly at: Date;
  readonly by: Responding;
  /** Of the event at its source; made up of what it says where the source gives none. */
  readonly eventId?: string | undefined;
  readonly details?: Json | undefined;
}

/** What Opsbook does by itself. */
export const OPSBOOK: Responding = { id: 'opsbook', via: 'opsbook' };

/** What a decision about incidents is made in: who is on call, and one present for all of it. */
export interface Scene {
  readonly responder: Responder;
  readonly roster: Roster;
  readonly now: Date;
}
