import type { Message, MessageIncident } from '../../model/incident/message.ts';
import {
  ACTIONS,
  type Button,
  button,
  fit,
  LIMITS,
  linkButton,
  mrkdwn,
  plainText,
  type SlackBlock,
  type SlackContent,
} from './blocks.ts';

/** A message as Slack shows it. What others wrote stands in plain text, so that it cannot format, mention or link. */
export function messageContent(message: Message): SlackContent {
  const { subject, body, incident } = message;
  const text = body.trim() === '' ? subject : `${subject}\n${body}`;
  const blocks: SlackBlock[] = [];
  if (incident) blocks.push({ type: 'header', text: plainText(headline(incident), LIMITS.header) });
  blocks.push({ type: 'section', text: plainText(text) });
  if (incident)
    blocks.push({ type: 'context', elements: [plainText(`Status: ${incident.status}`), mrkdwn(openedAt(incident))] });
  const buttons = incident ? buttonsOf(message, incident) : [];
  if (buttons.length > 0) blocks.push({ type: 'actions', elements: buttons });
  return { text: fit(text, LIMITS.fallback), blocks };
}

function headline({ number, severity, title }: MessageIncident): string {
  return `${severity} · Incident ${number} · ${title}`.replaceAll(/\s+/g, ' ');
}

/** In the reader's own time zone: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
function openedAt({ openedAt: at }: MessageIncident): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `Opened <!date^${seconds}^{date_short_pretty} at {time}|${at.toISOString()}>`;
}

function buttonsOf({ kind }: Message, { number, url }: MessageIncident): Button[] {
  const link = linkButton('Open the incident', url);
  if (kind !== 'page') return link;
  const value = String(number);
  return [
    button(ACTIONS.acknowledge, 'Acknowledge', { value, style: 'primary' }),
    button(ACTIONS.escalate, 'Escalate', { value }),
    ...link,
  ];
}
