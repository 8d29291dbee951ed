import { NotAllowed, UsageError } from '../../model/errors.ts';
import type { HandOffView } from '../../model/oncall/hand-off.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database.ts';
import { type HandoffRow, lockHandoff, signHandoff } from '../../store/handoffs.ts';
import type { Responder, Responding } from '../responder.ts';
import { NoSuchHandOff } from './errors.ts';
import { readHandOff } from './view.ts';

export type HandOffSide = 'outgoing' | 'incoming';

/** Who does something with a hand-off. */
export interface HandOffActor extends Responding {
  /** Whether they may do it on somebody's behalf: an admin may, and it is recorded. */
  readonly mayStandIn: boolean;
}

interface Signing {
  readonly by: HandOffActor;
  /** Their own where undefined. */
  readonly side: HandOffSide | undefined;
}

/** Signs for one side; again changes nothing. @throws NoSuchHandOff, NotAllowed, UsageError */
export function signHandOff(responder: Responder, id: number, { by, side: wanted }: Signing): Promise<HandOffView> {
  return inTransaction(responder.db, async (trx) => {
    const row = await lockHandoff(trx, id);
    if (!row) throw new NoSuchHandOff(id);
    const side = wanted ?? sideOf(row, by);
    const person = row[side];
    if (person === null)
      throw new UsageError(`nobody hands over in the hand-off ${id}: there is only the incoming side`);
    if (person !== by.id && !by.mayStandIn) {
      throw new NotAllowed(`${by.id} may not sign for ${person}: that takes ${person} or an admin`);
    }
    const at = responder.now();
    if (await signHandoff(trx, id, { side, by: by.id, at })) {
      const { schedule, rotation } = row;
      await appendAudit(trx, {
        at,
        actor: by.id,
        action: 'oncall.handoff.sign',
        subject: `oncall/${schedule}`,
        details: { handoff: id, rotation, side, for: person, onBehalf: person !== by.id, via: by.via },
      });
    }
    return readHandOff(trx, (await lockHandoff(trx, id)) ?? row);
  });
}

/** @throws NotAllowed, UsageError */
function sideOf({ outgoing, incoming }: HandoffRow, by: HandOffActor): HandOffSide {
  if (by.id === outgoing) return 'outgoing';
  if (by.id === incoming) return 'incoming';
  const who = outgoing === null ? incoming : `${outgoing} (outgoing) nor ${incoming} (incoming)`;
  if (!by.mayStandIn) throw new NotAllowed(`${by.id} is ${outgoing === null ? 'not' : 'neither'} ${who}, who sign it`);
  throw new UsageError(
    `${by.id} is ${outgoing === null ? 'not' : 'neither'} ${who}: say for which side, outgoing or incoming`,
  );
}
