import type { z } from 'zod';
import type { Contact, Message } from '../../model/incident/message.ts';

/**
 * One kind of channel. Everything that others need to know of it is said here: the configuration, its JSON Schema and the
 * settings form are made from `settings`, and nothing elsewhere names a channel.
 */
export interface ChannelDefinition<Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** As the configuration's `type` says. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what an operator has to do at the other side, and where. */
  readonly setup: string;
  /** Strict. Each field is described; secrets are `secret()` (settings.ts). */
  readonly settings: z.ZodObject<Shape>;
  /**
   * What a message that is sent again, because nobody knows whether it arrived, comes to there: `told-apart` where the
   * other side knows it by its key, or it is looked for first; `may-double` where only the reader can tell, by the key in it.
   */
  readonly repeats: 'told-apart' | 'may-double';
  /** Where it reaches a person; null where it cannot; `everybody` where it has one place for all. */
  addressOf(person: Contact, settings: Settings<Shape>): string | null | typeof EVERYBODY;
  /**
   * Delivers once, without a retry: who calls keeps the outcome and tries again.
   * @throws DeliveryFailed
   */
  send(message: Message, to: Recipient, use: ChannelUse<Shape>): Promise<Receipt>;
}

/** The one place that a channel has for all: a webhook's URL, a topic, a team's Slack channel. */
export const EVERYBODY = Symbol('everybody');

/** Settings as they are used: checked, with secrets in place of references to them. */
export type Settings<Shape extends z.ZodRawShape = z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;

export interface Recipient {
  /** What `addressOf` gave, or a place that was named (`#ops`); null: the channel's own place for all. */
  readonly address: string | null;
  /** Whom it is meant for; null where it is for everybody there. */
  readonly person: Contact | null;
}

/** What a channel works with. Nothing else of the outside reaches it. */
export interface ChannelUse<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly settings: Settings<Shape>;
  /** Follows no redirects, and ends after some seconds. */
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  /** Whether this is not the first attempt: an earlier one may have arrived. */
  readonly again: boolean;
  /** Publishes to an SNS topic with this process's credentials. */
  readonly publish: (publication: Publication) => Promise<{ readonly messageId: string }>;
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export interface Publication {
  readonly topicArn: string;
  readonly region: string;
  /** Printable ASCII, 100 characters at most. */
  readonly subject?: string | undefined;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of a FIFO topic only. */
  readonly deduplicationId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

export interface Receipt {
  /** What the other side calls it; null where it gives no name. */
  readonly id: string | null;
  /** One sentence for the timeline, like `posted to #ops`. */
  readonly detail: string;
}

/** It was not taken, or nobody can tell. The message says which channel, what it answered, and what to do. */
export class DeliveryFailed extends Error {
  readonly code = 'delivery-failed';
  /** Whether trying again is of no use: a revoked token, an address that does not exist. */
  readonly permanent: boolean;
  /** When the other side wants to be asked again; null where it did not say. */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    options: ErrorOptions & { readonly permanent?: boolean; readonly retryAfterMs?: number | null } = {},
  ) {
    super(message, options);
    this.name = 'DeliveryFailed';
    this.permanent = options.permanent ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** Keeps the types of the settings, and forgets them for the registry. */
export function defineChannel<Shape extends z.ZodRawShape>(definition: ChannelDefinition<Shape>): ChannelDefinition {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- settings are parsed by the definition's own schema
  return definition as unknown as ChannelDefinition;
}
