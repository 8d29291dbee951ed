import { expect, test } from 'vitest';
import type { HandOffView } from '../../model/oncall/hand-off.ts';
import { handOffMarkdown } from './hand-off-markdown.ts';
import { handOffText } from './hand-off.ts';

const HOSTILE = '\u001b[31m<script>alert(1)</script> [x](http://evil) @everyone #1\n# Heading';

const VIEW: HandOffView = {
  schema: 'opsbook/handoff@1',
  id: 12,
  state: 'open',
  schedule: 'platform',
  timezone: 'America/New_York',
  rotation: 'primary',
  shift: { start: '2026-03-09T13:00:00.000Z', end: '2026-03-16T13:00:00.000Z' },
  outgoing: { id: 'carol', name: 'Carol Example', since: '2026-03-02T14:00:00.000Z' },
  incoming: { id: 'alice', name: 'alice' },
  filledAt: '2026-03-09T13:00:10.000Z',
  sections: [
    {
      id: 'ongoing',
      title: 'Ongoing issues',
      entries: [{ text: HOSTILE, time: null, source: { kind: 'incident', id: '1' } }],
      more: 3,
      unknown: [],
    },
    { id: 'changes', title: 'Recent changes', entries: [], more: 0, unknown: [] },
    {
      id: 'links',
      title: 'Useful links',
      entries: [
        { text: 'Runbook', time: null, source: { kind: 'link', id: 'https://wiki.example/a_(b)>x' } },
        { text: 'Trap', time: null, source: { kind: 'link', id: 'javascript:alert(1)' } },
      ],
      more: 0,
      unknown: [],
    },
  ],
  notes: [{ id: 5, text: HOSTILE, author: 'carol', at: '2026-03-09T12:00:00.000Z', keep: true }],
  signed: { outgoing: { by: 'root', at: '2026-03-09T13:30:00.000Z' }, incoming: null },
  warnedAt: null,
};

test('a terminal gets a checklist that what others wrote can neither colour nor break', () => {
  const text = handOffText(VIEW, 100);
  // oxlint-disable-next-line no-control-regex -- what must not be there
  expect(text).not.toMatch(/\u001b/);
  expect(text).not.toContain('\n# Heading');
  expect(text).toContain('Hand-off 12 of platform, primary: not signed by both');
  expect(text).toContain('Carol Example (carol) hands over to alice, Mon 2026-03-09 09:00 to Mon 2026-03-16 09:00');
  expect(text).toContain('… and 3 more');
  expect(text).toContain('note 5 of carol,\n      Mon 2026-03-09 08:00, kept');
  expect(text).toContain('[x] outgoing carol: signed Mon 2026-03-09 09:30 by root on their behalf');
  expect(text).toContain('[ ] incoming alice: not signed (--sign)');
  expect(text.split('\n').every((line) => line.length <= 100)).toBe(true);
});

test('Markdown gets boxes to tick, with no markup and no link but those of the configuration', () => {
  const text = handOffMarkdown(VIEW);
  expect(text).not.toContain('<script>');
  expect(text).not.toContain('](http://evil)');
  expect(text).not.toMatch(/^# Heading/m);
  expect(text).not.toMatch(/@everyone/);
  expect(text).toContain('## Recent changes\n\nNone.');
  expect(text).toContain('[Runbook](<https://wiki.example/a_(b)%3Ex>)');
  expect(text).not.toContain('](<javascript');
  expect(text).toContain('- [x] outgoing carol, Mon 2026-03-09 09:30 by root on their behalf\n- [ ] incoming alice');
});
