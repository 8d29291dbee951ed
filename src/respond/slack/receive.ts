import { NotAccepted, type Received } from '../intake/define.ts';
import type { SlackInbound } from './acts.ts';
import { readAction } from './receive-action.ts';
import { readCommand } from './receive-command.ts';
import { readEvent } from './receive-event.ts';
import type { SlackSettings } from './settings.ts';
import { verifySignature } from './signature.ts';

const MAX_BYTES = 1_048_576;

export interface SlackReceiving {
  readonly settings: Pick<SlackSettings, 'signingSecret' | 'team'>;
  readonly now: () => Date;
}

/**
 * Reads what Slack sends: events as JSON, buttons and commands as a form. Does nothing else.
 * https://docs.slack.dev/apis/events-api · https://docs.slack.dev/interactivity
 * @throws NotAccepted
 */
export function receiveSlack(request: Received, { settings, now }: SlackReceiving): SlackInbound {
  if (request.body.length > MAX_BYTES) throw new NotAccepted(413, 'Larger than anything that Slack sends');
  const sentAt = verifySignature(request, settings.signingSecret, now());
  const text = decode(request.body);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return readEvent(parseJson(text), settings.team);
  if (!type.startsWith('application/x-www-form-urlencoded')) throw new NotAccepted(400, 'Neither JSON nor a form');
  const form = new URLSearchParams(text);
  const payload = form.get('payload');
  if (payload !== null) return readAction(parseJson(payload), settings.team);
  // Slack looks now and then whether the certificate is good.
  if (form.get('ssl_check') === '1') return { kind: 'acts', acts: [] };
  return readCommand(Object.fromEntries(form), { sentAt, team: settings.team });
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    throw new NotAccepted(400, 'Not UTF-8', { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NotAccepted(400, 'Not JSON', { cause: error });
  }
}
