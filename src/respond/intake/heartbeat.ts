import { z } from 'zod';
import { parseDuration } from '../../model/duration.ts';
import { secret } from '../channels/settings.ts';
import { defineIntake, NotAccepted } from './define.ts';
import { fieldOf } from './look.ts';
import { bearerToken, isSecret } from './proof.ts';
import { titleOf } from './text.ts';

const MINUTE_MS = 60_000;
const MAX_EVERY_MS = 31 * 24 * 60 * MINUTE_MS;

export const heartbeat = defineIntake({
  id: 'heartbeat',
  title: 'Heartbeat',
  setup:
    'Let a job that must not go silent, or the Watchdog alert of Alertmanager, get or post the address of this intake at every ' +
    'end of its work: with ?token=…, or better with a bearer token, since addresses end up in logs. When it fails to come ' +
    'within `every`, that is the problem.',
  settings: z.strictObject({
    token: secret('What the job sends'),
    key: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'a name of lower-case letters, digits, dots, dashes')
      .describe('What the job is called: its problem has the key heartbeat/<key>'),
    every: z
      .string()
      .refine(isPeriod, 'a duration from 1m to 31d, such as 60m or 1d')
      .describe('How long it may be silent'),
    title: z.string().min(1).max(200).optional().describe('What is wrong when it is silent'),
  }),
  /** A sign of life ends the problem; that there is none, whoever watches the time finds out. What is sent is not read. */
  async receive(request, use) {
    const { token, key, title } = use.settings;
    const given = bearerToken(request) ?? fieldOf(request.query, 'token');
    if (given === undefined)
      throw new NotAccepted(401, 'the token is missing: Authorization: Bearer <token>, or ?token=');
    if (!isSecret(given, token)) throw new NotAccepted(401, 'the token is not the one of this intake');
    const now = use.now();
    return {
      signals: [
        {
          deliveryId: `${key}/${now.toISOString()}`,
          key: heartbeatKey(key),
          action: 'resolve',
          title: titleOf(title, `${key} is silent`),
          severity: null,
          at: now,
          actor: null,
          labels: { heartbeat: key },
          details: {},
          links: [],
          alarm: null,
        },
      ],
    };
  },
});

/** Of the problem that a heartbeat ends: whoever finds that one is missing, triggers it. */
export function heartbeatKey(key: string): string {
  return `heartbeat/${key}`;
}

function isPeriod(text: string): boolean {
  const ms = parseDuration(text) ?? 0;
  return ms >= MINUTE_MS && ms <= MAX_EVERY_MS;
}
