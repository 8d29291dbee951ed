/** What Slack shows, as far as it is used here: https://docs.slack.dev/reference/block-kit/blocks */
export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText }
  | { readonly type: 'context'; readonly elements: readonly (PlainText | Mrkdwn)[] }
  | { readonly type: 'actions'; readonly elements: readonly Button[] };

export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}

export interface Button {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value?: string;
  readonly url?: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: {
    readonly title: PlainText;
    readonly text: PlainText;
    readonly confirm: PlainText;
    readonly deny: PlainText;
  };
}

/** Text and blocks of one message; `text` is what notifications and screen readers have. */
export interface SlackContent {
  readonly text: string;
  readonly blocks: SlackBlock[];
}

/** https://docs.slack.dev/reference/block-kit/blocks, in characters */
export const LIMITS = { header: 150, text: 3000, button: 75, url: 3000, fallback: 1000, topic: 250 } as const;

export const ACTIONS = {
  acknowledge: 'opsbook.acknowledge',
  escalate: 'opsbook.escalate',
  approve: 'opsbook.approve',
  reject: 'opsbook.reject',
  /** A link; Slack tells us of the click all the same. */
  open: 'opsbook.open',
} as const;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** What turns the direction of a line, so that it reads as another; what is no text; half a character. */
const UNSEEN = /[\p{Bidi_Control}\p{Surrogate}]|(?![\n\t])\p{Cc}/gu;

/**
 * What others wrote, so that Slack takes none of it for a mention or a link. `*`, `_`, `~` and backticks stay: where they must
 * not format either, use `plainText`. https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeMrkdwn(text: string): string {
  return clean(text).replaceAll(/[&<>]/g, (one) => ENTITIES[one] ?? one);
}

/** Escaped, and cut so that no entity and no character is halved. Never empty: Slack refuses that. */
export function fit(text: string, maxLength: number): string {
  const whole = escapeMrkdwn(text);
  if (whole.trim() === '') return '–';
  if (whole.length <= maxLength) return whole;
  let kept = '';
  for (const one of clean(text)) {
    const escaped = ENTITIES[one] ?? one;
    if (kept.length + escaped.length > maxLength - 1) break;
    kept += escaped;
  }
  return `${kept}…`;
}

/** Shown as it is: no formatting, no emoji, no mentions. */
export function plainText(text: string, maxLength: number = LIMITS.text): PlainText {
  return { type: 'plain_text', text: fit(text, maxLength), emoji: false };
}

/** Of our own making only; `verbatim`, so that Slack looks for no names in it. */
export function mrkdwn(text: string): Mrkdwn {
  return { type: 'mrkdwn', text, verbatim: true };
}

export function button(actionId: string, label: string, rest: Partial<Button> = {}): Button {
  return { type: 'button', action_id: actionId, text: plainText(label, LIMITS.button), ...rest };
}

/** None where there is no address that Slack would take: for one bad button, it takes none of the message. */
export function linkButton(label: string, url: string | null): Button[] {
  if (url === null || !URL.canParse(url)) return [];
  const { href, protocol } = new URL(url);
  if (href.length > LIMITS.url || !/^https?:$/.test(protocol)) return [];
  return [button(ACTIONS.open, label, { url: href })];
}

function clean(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(UNSEEN, (one) => (/\p{Surrogate}/u.test(one) ? '\uFFFD' : ''));
}
