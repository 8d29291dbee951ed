import { z } from 'zod';
import { NotAccepted } from '../intake/define.ts';
import type { SlackDeed, SlackInbound } from './acts.ts';
import { ACTIONS } from './blocks.ts';
import { atTs, readShape, refuseOtherTeam, responseUrlOf, shortText, slackId, slackTs } from './receive-shapes.ts';

const outer = z.object({ type: shortText });
const pressed = z.object({
  team: z.object({ id: slackId }).nullish(),
  user: z.object({ id: slackId, username: shortText.optional(), name: shortText.optional() }),
  channel: z.object({ id: slackId }).nullish(),
  message: z.object({ ts: slackTs }).nullish(),
  response_url: z.string().max(2000).optional(),
  actions: z
    .array(z.object({ action_id: shortText, action_ts: slackTs, value: z.string().max(2000).optional() }))
    .max(25),
});

/**
 * Buttons that were pressed. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 * The message with the button came from us, and Slack signs what its button held: the value is not the presser's.
 */
export function readAction(payload: unknown, team: string | undefined): SlackInbound {
  // Dialogs and shortcuts, which Opsbook has none of.
  if (readShape(outer, payload, 'an interaction').type !== 'block_actions') return { kind: 'acts', acts: [] };
  const { user, channel, message, actions, ...rest } = readShape(pressed, payload, 'an interaction');
  refuseOtherTeam(rest.team?.id, team);
  const acts = actions.flatMap(({ action_id: action, action_ts: ts, value = '' }) => {
    const act = deedOf(action, value);
    if (act === null) return [];
    const id = ['slack:action', channel?.id ?? '', message?.ts ?? '', user.id, action, ts].join(':');
    const by = { id: user.id, name: user.username ?? user.name ?? null };
    return [
      { id, at: atTs(ts), user: by, channel: channel?.id ?? null, responseUrl: responseUrlOf(rest.response_url), act },
    ];
  });
  return { kind: 'acts', acts };
}

/** Null of links, and of buttons that are not ours. */
function deedOf(action: string, value: string): SlackDeed | null {
  switch (action) {
    case ACTIONS.acknowledge:
      return { kind: 'acknowledge', incident: incidentOf(value) };
    case ACTIONS.escalate:
      return { kind: 'escalate', incident: incidentOf(value) };
    case ACTIONS.approve:
      return { kind: 'approve', ...planOf(value) };
    case ACTIONS.reject:
      return { kind: 'reject', ...planOf(value) };
    default:
      return null;
  }
}

function incidentOf(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new NotAccepted(400, 'The button names no incident');
  return Number(value);
}

function planOf(value: string): { execution: string; planHash: string } {
  const [execution = '', planHash = '', ...more] = value.split(' ');
  if (execution === '' || planHash === '' || more.length > 0)
    throw new NotAccepted(400, 'The button names no execution');
  return { execution, planHash };
}
