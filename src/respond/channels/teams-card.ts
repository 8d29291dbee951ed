import type { Contact, Message, MessageKind } from '../../model/incident/message.ts';
import { factsOf, keyOf, linkOf, subjectOf } from './letter.ts';
import { cut, jsonBytes, plainLine, plainText } from './plain-text.ts';

/**
 * The limit is "approximately 28 KB", mentions and all; others were refused from 21 KB on.
 * https://learn.microsoft.com/en-us/connectors/teams/#known-issues-and-limitations-with-actions
 */
const CARD_BYTES = 20_000;
const BODY_LINES = 60;

const STYLES: Readonly<Record<MessageKind, string>> = {
  page: 'attention',
  notice: 'accent',
  acknowledged: 'warning',
  resolved: 'good',
  test: 'default',
};

/**
 * An Adaptive Card in the envelope that the workflow's trigger takes. What others wrote goes into runs of text, of which
 * Microsoft says "Markdown is not supported", so that nothing in it becomes a link, and nobody is mentioned, since that needs
 * a TextBlock. Escaping would not do: a TextBlock's Markdown is another one in each of Teams' clients.
 *
 * https://learn.microsoft.com/en-us/adaptive-cards/schema-explorer/text-run
 * https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format
 */
export function cardOf(message: Message, person: Contact | null) {
  const mention = mentionOf(person);
  const head = {
    type: 'Container',
    style: STYLES[message.kind],
    bleed: true,
    items: [text(subjectOf(message, 400), { size: 'Large', weight: 'Bolder' }), ...mention.blocks],
  };
  const facts = factsOf(message).map(({ label, value }) => text(`${label}: ${value}`));
  const foot = text(`Key: ${keyOf(message)}`, { size: 'Small', isSubtle: true });
  const around = envelope([head, ...facts, foot], linkOf(message), mention.entities);
  const lines = linesOf(message.body, CARD_BYTES - jsonBytes(around));
  return envelope([head, ...lines, ...facts, foot], linkOf(message), mention.entities);
}

function envelope(body: readonly object[], url: string | null, entities: readonly object[]) {
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body,
          actions: url === null ? [] : [{ type: 'Action.OpenUrl', title: 'Open the incident', url }],
          msteams: { width: 'Full', entities },
        },
      },
    ],
  };
}

/** A line of text that nothing reads as Markdown. */
function text(line: string, style: Readonly<Record<string, string | boolean>> = {}) {
  return { type: 'RichTextBlock', spacing: 'Small', inlines: [{ type: 'TextRun', text: line, ...style }] };
}

/** A block each: a line end within a run is not shown by all clients. */
function linesOf(body: string, mostBytes: number) {
  const lines = plainText(body)
    .split('\n')
    .filter((line) => line !== '');
  const more = text('… the rest is left out.');
  let left = mostBytes - jsonBytes(more) - 2;
  const blocks: object[] = [];
  for (const line of lines) {
    const block = text(cut(line, 4000));
    left -= jsonBytes(block) + 1;
    if (left < 0 || blocks.length === BODY_LINES) return [...blocks, more];
    blocks.push(block);
  }
  return blocks;
}

/** Who is meant gets a notification of it. The name is what the card shows; it is ours, but a TextBlock is Markdown. */
function mentionOf(person: Contact | null) {
  if (person?.teams === undefined) return { blocks: [], entities: [] };
  const name = cut(plainLine(person.name.replaceAll(/[^\p{Letter}\p{Mark}\p{Number} .'-]/gu, '')), 80);
  const at = `<at>${name === '' ? 'On call' : name}</at>`;
  return {
    blocks: [{ type: 'TextBlock', text: at, wrap: true }],
    entities: [{ type: 'mention', text: at, mentioned: { id: person.teams, name } }],
  };
}
