import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { aMessage, anIncident, anyMessage } from '../../../test/respond/channel-scene.ts';
import { approvalContent } from './approval-blocks.ts';
import {
  ACTIONS,
  escapeMrkdwn,
  fit,
  linkButton,
  type Mrkdwn,
  type PlainText,
  plainText,
  type SlackBlock,
  type SlackContent,
} from './blocks.ts';
import { messageContent } from './message-blocks.ts';

test.each([
  ['<!channel> <!here> <!everyone>', '&lt;!channel&gt; &lt;!here&gt; &lt;!everyone&gt;'],
  ['<https://evil.example|click>', '&lt;https://evil.example|click&gt;'],
  ['<@U0ALICE001> a && b', '&lt;@U0ALICE001&gt; a &amp;&amp; b'],
  ['&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
  ['safe\u202Egpj.exe\u2069', 'safegpj.exe'],
  ['bell\u0007 esc\u001B[31m tab\tline\r\nnext', 'bell esc[31m tab\tline\nnext'],
  ['half \uD83D', 'half \uFFFD'],
  ['👩‍🚒 stays', '👩‍🚒 stays'],
])('%j is shown, and does nothing', (text, escaped) => {
  expect(escapeMrkdwn(text)).toBe(escaped);
});

test('a text that is too long is cut before the entity or the character that it would halve', () => {
  expect(fit('ab&cd', 8)).toBe('ab&amp;…');
  expect(fit('ab&cd', 7)).toBe('ab…');
  expect(fit('ab👍cd', 4)).toBe('ab…');
  expect(fit('abcd', 4)).toBe('abcd');
  expect(fit(' \n', 4)).toBe('–');
});

test('what others wrote stands in plain text, where backticks and asterisks format nothing', () => {
  const title = '```<!channel>``` *bold* <https://evil.example|click>';
  const { blocks } = messageContent(
    aMessage({ subject: title, body: title, incident: anIncident({ title, status: title }) }),
  );

  const texts = blocks.flatMap(textsOf);
  const formatted = texts.filter(({ type }) => type === 'mrkdwn');
  expect(formatted.map(({ text }) => text)).toEqual([
    'Opened <!date^1772366100^{date_short_pretty} at {time}|2026-03-01T11:55:00.000Z>',
  ]);
  expect(JSON.stringify(texts.filter(({ type }) => type === 'plain_text'))).not.toMatch(/<|>/);
});

test('a page can be acknowledged, escalated and opened; a notice only opened', () => {
  const page = actionsOf(messageContent(aMessage()));
  const notice = actionsOf(messageContent(aMessage({ kind: 'notice' })));
  const nowhere = actionsOf(messageContent(aMessage({ kind: 'notice', incident: anIncident({ url: null }) })));

  expect(page).toEqual([
    [ACTIONS.acknowledge, '12'],
    [ACTIONS.escalate, '12'],
    [ACTIONS.open, 'https://ops.example.com/incidents/12'],
  ]);
  expect(notice).toEqual([[ACTIONS.open, 'https://ops.example.com/incidents/12']]);
  expect(nowhere).toEqual([]);
});

test('what is about no incident is text alone', () => {
  const { text, blocks } = messageContent(aMessage({ kind: 'test', incident: null, subject: 'A test', body: '' }));

  expect(text).toBe('A test');
  expect(blocks).toEqual([{ type: 'section', text: plainText('A test') }]);
});

test('any message keeps Slack’s limits, and calls nobody', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      const content = messageContent(message);
      keepsLimits(content);
      expect(content.text).not.toMatch(/[<>]/);
    }),
    { numRuns: 300 },
  );
});

test('a link button is made of an http or https address only', () => {
  const addresses = [
    'javascript:alert(1)',
    'https://a b',
    'ftp://a.example',
    '',
    `https://a.example/${'x'.repeat(3000)}`,
  ];

  expect(addresses.flatMap((one) => linkButton('Open', one))).toEqual([]);
});

test('an approval names what, where and the beginning of the hash, and votes on all of it', () => {
  const planHash = `sha256:${'0123456789abcdef'.repeat(4)}`;
  const content = approvalContent({
    execution: 'f3a1',
    title: 'Blue-green: checkout <!here>',
    environment: 'production',
    planHash,
    requestedBy: 'Alice',
    url: 'https://ops.example.com/executions/f3a1',
  });

  keepsLimits(content);
  const shown = JSON.stringify(content.blocks);
  expect(shown).toContain(
    'Blue-green: checkout &lt;!here&gt;\\nAlice asks to carry it out in production.\\nPlan 0123456789ab"',
  );
  expect(actionsOf(content)).toEqual([
    [ACTIONS.approve, `f3a1 ${planHash}`],
    [ACTIONS.reject, `f3a1 ${planHash}`],
    [ACTIONS.open, 'https://ops.example.com/executions/f3a1'],
  ]);
});

function actionsOf({ blocks }: SlackContent): (string | undefined)[][] {
  return blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.map((one) => [one.action_id, one.value ?? one.url]) : [],
  );
}

function keepsLimits({ text, blocks }: SlackContent): void {
  expect(text.length).toBeLessThanOrEqual(1000);
  expect(text).not.toBe('');
  for (const block of blocks) {
    const texts = textsOf(block);
    for (const one of texts) {
      expect(one.text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000);
      expect(one.text).not.toBe('');
    }
  }
}

function textsOf(block: SlackBlock): (PlainText | Mrkdwn)[] {
  switch (block.type) {
    case 'actions':
      return block.elements.map((one) => one.text);
    case 'context':
      return [...block.elements];
    case 'header':
    case 'section':
      return [block.text];
  }
}
