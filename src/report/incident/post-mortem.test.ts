import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entry, EVIL, minutes, page, resolvedView, view, WHOLE_TIMELINE } from '../../../test/incident.ts';
import type { IncidentPage } from '../../model/incident/view.ts';
import { renderPostMortem } from './post-mortem.ts';
import { NOT_RECORDED } from './post-mortem/record.ts';

const WHOLE = page({ incident: resolvedView(), timeline: [...WHOLE_TIMELINE] });
/** What stands in every post-mortem, and claims nothing. */
const FIXED = new Set([
  `Written from the timeline. ${NOT_RECORDED} is for people to fill in.`,
  'Likely ones, as the first look saw them; nobody has confirmed them:',
  '|  | UTC | After | Event |',
  '| Target | Due (UTC) | Outcome | Events |',
  '| What | Who | Until |',
  '|   |   |   |',
]);

test('IN06: every claim links to its event', () => {
  const text = renderPostMortem(WHOLE);
  expect(text).toContain('# Post-mortem of INC-42: The API answers with errors\n');
  expect(text).toContain('- What was seen: Detected: api-5xx is in ALARM ([#1](#event-1))');
  expect(text).toContain('- Severity: P1 ([#8](#event-8))');
  expect(text).toContain('- Lasted: 15m ([#1](#event-1), [#16](#event-16))');
  expect(text).toContain('| Acknowledged | 2026-03-03 12:04:00 | 4m | [#5](#event-5) |');
  expect(text).toContain('| Mitigated | 2026-03-03 12:11:00 | 11m | [#12](#event-12) |');
  expect(text).toContain('| Response (P1) | 2026-03-03 12:15:00 | met, after 4m | [#8](#event-8), [#5](#event-5) |');
  expect(text).toContain(
    '| Resolution (P1) | 2026-03-03 12:10:00 | missed, after 15m, 5m late | [#8](#event-8), [#16](#event-16) |',
  );
  expect(text).toContain('- 2026-03-03 12:08:00 The business is hit: nobody can pay (alice) ([#9](#event-9))');
  expect(text).toContain(
    '- `deployment/rollback-service` asked for by alice at 2026-03-03 12:09:00 ([#10](#event-10)); ' +
      '2026-03-03 12:10:00 deployment/rollback-service succeeded: every step is done (execution f64f2e26) ([#11](#event-11))',
  );
  expect(text).toContain('- Likely: api was deployed at 11:58 ([#7](#event-7))');
  expect(text).toContain('| <a id="event-13"></a>13 | 2026-03-03 12:12:00 | bob (slack): looks good |');
});

test('IN06: what no event says is left blank', () => {
  const text = renderPostMortem(page({ incident: resolvedView(), timeline: [] }));
  expect(text).toContain(`- Lasted: ${NOT_RECORDED}`);
  expect(text).toContain(`| Acknowledged | ${NOT_RECORDED} |   |   |`);
  expect(text).toContain(`## Impact\n\n${NOT_RECORDED}`);
  expect(text).toContain(`## What was tried\n\n${NOT_RECORDED}`);
  expect(text).toContain(`## Lessons\n\n${NOT_RECORDED}`);
  expect(text).not.toContain('P1');
  expect(text).not.toContain('alice');
});

test('IN06: whatever part of the timeline there is, no claim stands without an event of it, and no link leads nowhere', () => {
  const some = fc.subarray([...WHOLE_TIMELINE]);
  const incident = fc.constantFrom(
    resolvedView(),
    view(),
    view({ status: 'responding', acknowledgedAt: null }),
    resolvedView({ status: 'post-mortem' }),
    view({ clocks: view().clocks.map((clock) => ({ ...clock, state: 'late', stoppedAt: null })) }),
  );
  fc.assert(
    fc.property(some, incident, (timeline, one) => {
      expect(unsupported(page({ timeline, incident: one }))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('what others wrote stays within its line, and is no markup', () => {
  const timeline = WHOLE_TIMELINE.map((one) => ({ ...one, text: EVIL, actor: EVIL, details: evil(one.details) }));
  const hostile = page({ incident: resolvedView({ title: EVIL, openedBy: EVIL }), timeline });
  const text = renderPostMortem(hostile);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
  expect(text).not.toMatch(/^(# Approved|2026-01-01)/m);
  // In a code span it is text as it stands.
  const marked = text.replaceAll(/``(?!`).*?(?<!`)``/g, '');
  expect(marked).not.toMatch(/<img|\[a\]\(javascript|@all/);
  for (const row of text.split('\n').filter((line) => line.startsWith('| <a'))) {
    expect(row.replaceAll(String.raw`\|`, '').match(/\|/g)).toHaveLength(4);
  }
  expect(unsupported(hostile)).toEqual([]);
});

test('where a browser shows it, links lead there', () => {
  const url = 'https://ops.example.org/incidents/42';
  const text = renderPostMortem({ ...WHOLE, incident: resolvedView({ url }) });
  expect(text).toContain('([#1](https://ops.example.org/incidents/42#event-1))');
});

test('one that is open says so; an end that did not hold is none', () => {
  const again = entry(17, 'reopened', { at: minutes(20), details: { from: 'resolved', to: 'responding' } });
  const text = renderPostMortem(
    page({ incident: view({ status: 'responding' }), timeline: [...WHOLE_TIMELINE, again] }),
  );
  expect(text).toContain('- **Not over**: INC-42 is responding ([#17](#event-17))');
  expect(text).toContain(`| Resolved | ${NOT_RECORDED} |   |   |`);
  expect(text).toContain(`- Lasted: ${NOT_RECORDED}`);
});

test('an execution of which nobody knows how it ended is not called a success', () => {
  const timeline = WHOLE_TIMELINE.filter(({ id }) => id !== 11);
  const executions = [
    { execution: 'f64f2e26', runbook: 'x', status: 'succeeded', requestedBy: 'alice', createdAt: minutes(9) },
  ];
  const text = renderPostMortem(page({ timeline, executions, incident: resolvedView() }));
  expect(text).toContain(`([#10](#event-10)); how it ended: ${NOT_RECORDED}`);
});

/** Lines that neither are a heading, stand in every post-mortem, are blank, nor link to an event that is there. */
function unsupported(one: IncidentPage): string[] {
  const text = renderPostMortem(one);
  const ids = new Set(one.timeline.map(({ id }) => String(id)));
  const [story = ''] = text.split('\n## Timeline\n');
  return story.split('\n').filter((line) => {
    if (line === '' || line.startsWith('#') || FIXED.has(line) || /^\|( ---:? \|)+$/.test(line)) return false;
    const links = [...line.matchAll(/\[#(\d+)\]\([^)]*#event-(\d+)\)/g)];
    const isSound = links.every(([, shown, target]) => shown === target && ids.has(shown ?? ''));
    return !isSound || (links.length === 0 && !line.includes(NOT_RECORDED));
  });
}

function evil(details: unknown): unknown {
  if (typeof details !== 'object' || details === null) return details;
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      key === 'causes' || key === 'runbook' ? evilLike(value) : value,
    ]),
  );
}

function evilLike(value: unknown): unknown {
  return Array.isArray(value) ? [EVIL] : EVIL;
}
