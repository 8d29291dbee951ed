import type { z } from 'zod';
import type { Signal } from '../../model/incident/signal.ts';

/** One kind of source of alarms, reached at `/hooks/<name>`. The configuration is made from `settings`. */
export interface IntakeDefinition<Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** As the configuration's `type` says. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what to set up at the other side. */
  readonly setup: string;
  /** Strict. Secrets are `secret()` of ../channels/settings.ts. */
  readonly settings: z.ZodObject<Shape>;
  /**
   * Proves that the request comes from where it says, and reads it. Does nothing else: what is accepted is stored, answered,
   * and worked on later.
   * @throws NotAccepted
   */
  receive(request: Received, use: IntakeUse<Shape>): Promise<Accepted>;
}

export interface Received {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came: signatures are of bytes. */
  readonly body: Uint8Array;
  readonly query: Readonly<Record<string, string>>;
}

export interface IntakeUse<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly settings: z.infer<z.ZodObject<Shape>>;
  /** Follows no redirects, and ends after some seconds. */
  readonly fetch: typeof fetch;
  readonly now: () => Date;
}

export interface Accepted {
  readonly signals: readonly Signal[];
  /** What was done beside, like a confirmed subscription; for the log. */
  readonly note?: string | undefined;
}

/** The request is answered with this status, and nothing of it is kept. */
export class NotAccepted extends Error {
  readonly code = 'not-accepted';
  readonly status: 400 | 401 | 403 | 413 | 502;

  constructor(status: NotAccepted['status'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NotAccepted';
    this.status = status;
  }
}

export function defineIntake<Shape extends z.ZodRawShape>(definition: IntakeDefinition<Shape>): IntakeDefinition {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- settings are parsed by the definition's own schema
  return definition as unknown as IntakeDefinition;
}
