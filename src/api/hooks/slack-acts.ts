import { vote } from '../../engine/desk/vote.ts';
import { Refused, UsageError } from '../../model/errors.ts';
import { DeliveryFailed } from '../../respond/channels/define.ts';
import type { SlackAct } from '../../respond/slack/acts.ts';
import { performAct } from '../../respond/slack/perform-act.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { judge } from './slack-person.ts';

/**
 * Does what somebody did in Slack, if they may. Gives what to tell them, as plain text; null where nothing is to be said.
 * @throws Problem 503 where it is not known who they are, and nobody could be told so
 */
export async function doAct(ports: ApiPorts, channel: string, given: SlackAct): Promise<string | null> {
  const { act } = given;
  try {
    const judged = await judge(ports, channel, given);
    if ('refusal' in judged) return judged.refusal;
    const { actor } = judged;
    if (!('execution' in act)) {
      return await performAct(ports.responder, { ...given, act }, { person: actor.id, channel });
    }
    const { execution, planHash, kind: decision } = act;
    const counted = await vote(ports.desk, actor, { executionId: execution, decision, reason: null, planHash });
    const { approvals, quorum } = counted;
    return decision === 'reject' ? 'Rejected.' : `Approved: ${approvals} of ${quorum}.`;
  } catch (error) {
    if (error instanceof DeliveryFailed && given.responseUrl === null) {
      throw new Problem(503, 'Slack did not say who that is: send it again');
    }
    if (error instanceof Refused || error instanceof UsageError || error instanceof DeliveryFailed) {
      return `That was not done: ${error.message}`;
    }
    throw error;
  }
}
