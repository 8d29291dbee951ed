import { z } from 'zod';
import { INCIDENT_SEVERITIES } from '../../model/incident/severity.ts';
import type { SlackDeed, SlackInbound } from './acts.ts';
import { escapeMrkdwn } from './blocks.ts';
import { readable } from './readable.ts';
import { readShape, refuseOtherTeam, responseUrlOf, shortText, slackId } from './receive-shapes.ts';

/** A title is one line. */
const TITLE_LENGTH = 250;

const command = z.object({
  command: shortText.startsWith('/'),
  text: z.string().default(''),
  user_id: slackId,
  user_name: shortText.optional(),
  channel_id: slackId,
  team_id: slackId.optional(),
  /** Of one command only: Slack gives commands no other name. */
  trigger_id: shortText.min(1),
  response_url: z.string().max(2000).optional(),
});

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export function readCommand(
  form: Readonly<Record<string, string>>,
  { sentAt, team }: { sentAt: Date; team: string | undefined },
): SlackInbound {
  const { user_id: id, user_name: name = null, channel_id: channel, ...rest } = readShape(command, form, 'a command');
  refuseOtherTeam(rest.team_id, team);
  const act = readDeed(readable(rest.text).trim());
  if (typeof act === 'string') {
    const text = escapeMrkdwn(act.replaceAll('/incident', () => rest.command));
    return { kind: 'acts', acts: [], answer: { response_type: 'ephemeral', text } };
  }
  const responseUrl = responseUrlOf(rest.response_url);
  const one = { id: `slack:command:${rest.trigger_id}`, at: sentAt, user: { id, name }, channel, responseUrl, act };
  return { kind: 'acts', acts: [one] };
}

/** What is asked for, or what to say to somebody who asked for nothing that can be done. */
function readDeed(text: string): SlackDeed | string {
  const [verb = '', second = '', ...others] = text.split(/\s+/);
  const word = verb.toLowerCase();
  if (word === '' || (word === 'help' && second === '')) return USAGE;
  if (word === 'list' && second === '') return { kind: 'list' };
  if (word === 'ack' || word === 'escalate') {
    const incident = incidentOf(second);
    // Half an order is more likely than a title that begins like one.
    if (incident === null || others.length > 0) return `Which incident? Like this: /incident ${word} 42`;
    return { kind: word === 'ack' ? 'acknowledge' : 'escalate', incident };
  }
  if (word === 'note') {
    const incident = incidentOf(second);
    const note = /^\S+\s+\S+\s+([^]+)$/.exec(text)?.[1];
    if (incident === null || note === undefined)
      return 'Of which incident, and what? Like this: /incident note 42 text';
    return { kind: 'note', incident, text: note, ts: null, change: 'written' };
  }
  return readTitle(text);
}

function readTitle(text: string): SlackDeed | string {
  const [first = '', ...others] = text.split(/\s+/);
  const severity = INCIDENT_SEVERITIES.find((one) => one === first.toUpperCase()) ?? null;
  if (severity === null && /^p\d$/i.test(first))
    return `There is no severity ${first}: it is one of ${INCIDENT_SEVERITIES.join(', ')}`;
  const title = (severity === null ? [first, ...others] : others).join(' ');
  if (title === '') return 'What is it? Like this: /incident P1 sign-in is down';
  const whole = Array.from(title);
  return {
    kind: 'open',
    title: whole.length > TITLE_LENGTH ? `${whole.slice(0, TITLE_LENGTH - 1).join('')}…` : title,
    severity,
  };
}

function incidentOf(text: string): number | null {
  const digits = /^#?([1-9]\d{0,8})$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

const USAGE = [
  '/incident P1 sign-in is down – opens an incident; the severity may be left out',
  '/incident ack 42 – you are on it',
  '/incident escalate 42 – calls the next level',
  '/incident note 42 text – writes into its timeline',
  '/incident list – those that are open',
].join('\n');
