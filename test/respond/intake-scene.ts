import { z } from 'zod';
import { INCIDENT_SEVERITIES } from '../../src/model/incident/severity.ts';
import type { Signal } from '../../src/model/incident/signal.ts';
import type { Accepted, IntakeDefinition } from '../../src/respond/intake/define.ts';
import { NotAccepted } from '../../src/respond/intake/define.ts';

export const NOW = new Date('2026-03-01T12:00:00.000Z');

export interface Arrival {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly fetch?: typeof fetch;
  readonly now?: Date;
}

/** What an intake makes of a request. Settings are given as it gets them: with secrets, not references. */
export async function receive(intake: IntakeDefinition, arrival: Arrival): Promise<Accepted> {
  const { body = '', headers = {}, query = {}, settings, fetch = refuse, now = NOW } = arrival;
  return await intake.receive({ body: bytesOf(body), headers, query }, { settings, fetch, now: () => now });
}

/** The only signal of it. */
export async function receiveOne(intake: IntakeDefinition, arrival: Arrival): Promise<Signal> {
  const { signals } = await receive(intake, arrival);
  const [signal] = signals;
  if (signal === undefined || signals.length > 1) throw new Error(`${signals.length} signals, not one`);
  return signal;
}

/** Status and message with which it is refused. */
export async function refusal(intake: IntakeDefinition, arrival: Arrival): Promise<string> {
  return receive(intake, arrival).then(
    (accepted) => `accepted: ${JSON.stringify(accepted)}`,
    (error: unknown) => {
      if (error instanceof NotAccepted) return `${error.status}: ${error.message}`;
      throw error;
    },
  );
}

/** As settings are filled up when the configuration is read: with references in place of secrets. */
export function configured(intake: IntakeDefinition, settings: Record<string, unknown>): Record<string, unknown> {
  return intake.settings.parse(settings);
}

/** Which fields of the settings are refused, and the words. */
export function settingRefusals({ settings }: IntakeDefinition, input: unknown): string[] {
  const parsed = settings.safeParse(input);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

export function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('this intake has nothing to fetch'));
}

const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u202A-\u202E\u2066-\u2069]+$/u);
const lines = z
  .string()
  .max(2000)
  .regex(/^(?:[\n\t]|[^\p{Cc}\p{Surrogate}])*$/u);
const kept: z.ZodType = z.lazy(() =>
  z.union([lines, z.number(), z.boolean(), z.null(), z.array(kept).max(100), z.record(z.string().max(100), kept)]),
);

/** What every intake promises of what it accepts, as strictly as can be said. */
export const acceptedSchema = z.strictObject({
  signals: z
    .array(
      z.strictObject({
        deliveryId: line(340),
        key: line(340),
        action: z.enum(['trigger', 'acknowledge', 'resolve']),
        title: line(200),
        severity: z.enum(INCIDENT_SEVERITIES).nullable(),
        at: z.date().min(new Date('2000-01-01')).max(NOW),
        actor: line(200).nullable(),
        labels: z
          .record(line(100).regex(/^[^A-Z]+$/), line(200))
          .refine((labels) => Object.keys(labels).length <= 64 && !Object.hasOwn(labels, '__proto__')),
        details: z.record(z.string().max(100), kept).refine((details) => JSON.stringify(details).length < 150_000),
        links: z.array(z.strictObject({ label: line(100), href: z.url({ protocol: /^https?$/ }).max(2000) })).max(20),
        alarm: z
          .strictObject({
            account: z.string().regex(/^\d{12}$/),
            region: z.string().regex(/^[a-z-]+-\d+$/),
            name: z.string().min(1).max(255),
          })
          .nullable(),
      }),
    )
    .max(1000),
  note: line(500).optional(),
});
