import { expect, test } from 'vitest';
import { handOffDocument } from './hand-off.ts';
import { handOffOf } from './hand-off-document.ts';
import type { ExecutionFact, HandOffFacts, IncidentFact } from './hand-off-facts.ts';
import { entryWords } from './hand-off-words.ts';

const START = '2026-03-09T13:00:00Z';

const NOTHING: HandOffFacts = {
  schedule: 'platform',
  timezone: 'America/New_York',
  change: {
    rotation: 'primary',
    start: Date.parse(START),
    end: Date.parse('2026-03-16T13:00:00Z'),
    outgoing: { person: 'carol', since: Date.parse('2026-03-02T14:00:00Z') },
    incoming: 'alice',
  },
  now: new Date(START),
  nameOf: (person) => (person === 'alice' ? 'Alice Example' : person),
  open: [],
  resolved: [],
  finished: [],
  underWay: [],
  windows: [],
  planned: [],
  calendar: { windows: [], blackouts: [] },
  findings: [],
  unread: [],
  drills: [],
  suppressions: [],
  silences: [],
  contacts: [],
  links: [],
};

function incident(number: number, part: Partial<IncidentFact> = {}): IncidentFact {
  return {
    number,
    title: 'The API is slow',
    severity: 'P2',
    status: 'investigating',
    assignee: null,
    openedAt: new Date('2026-03-08T10:00:00Z'),
    resolvedAt: null,
    resolvedBy: null,
    ...part,
  };
}

function execution(id: string, part: Partial<ExecutionFact> = {}): ExecutionFact {
  return {
    id,
    title: null,
    runbook: 'scaling/service',
    account: '123456789012',
    region: 'us-east-1',
    status: 'succeeded',
    outcome: null,
    createdAt: new Date('2026-03-07T09:00:00Z'),
    finishedAt: new Date('2026-03-07T10:00:00Z'),
    ...part,
  };
}

function entries(facts: Partial<HandOffFacts>, section: string): string[] {
  const document = handOffDocument.parse(handOffOf({ ...NOTHING, ...facts }));
  const found = document.sections.find(({ id }) => id === section);
  return (found?.entries ?? []).map(
    (entry) => `${entryWords(entry, 'America/New_York')} [${entry.source.kind} ${entry.source.id}]`,
  );
}

test('has every section of the checklist in its order, also where there is nothing', () => {
  const document = handOffOf(NOTHING);
  expect(document.sections.map(({ title }) => title)).toEqual([
    'Ongoing issues',
    'Recent changes',
    'Upcoming maintenance',
    'Suppressions and silences that end',
    'Contacts',
    'Useful links',
  ]);
  expect(document).toMatchObject({
    shift: { start: '2026-03-09T13:00:00.000Z', end: '2026-03-16T13:00:00.000Z' },
    outgoing: { id: 'carol', name: 'carol', since: '2026-03-02T14:00:00.000Z' },
    incoming: { id: 'alice', name: 'Alice Example' },
  });
});

test('names what is open, the worst first, what is on somebody’s hands, and what was resolved in the shift', () => {
  const open = [incident(3), incident(2, { severity: 'P0', assignee: 'bob' })];
  const resolvedAt = new Date('2026-03-05T12:00:00Z');
  const resolved = [incident(1, { status: 'resolved', resolvedAt, resolvedBy: 'source' })];
  const underWay = [execution('ex-9', { status: 'failed', title: 'Deploy web:42', runbook: 'deployment/blue-green' })];
  expect(entries({ open, resolved, underWay }, 'ongoing')).toEqual([
    'P0 #2 The API is slow: investigating, bob works on it (since Sun 2026-03-08 06:00) [incident 2]',
    'P2 #3 The API is slow: investigating (since Sun 2026-03-08 06:00) [incident 3]',
    'Deploy web:42 (deployment/blue-green, 123456789012/us-east-1): failed, and not over (since Sat 2026-03-07 04:00) [execution ex-9]',
    'P2 #1 The API is slow: resolved by itself (Thu 2026-03-05 07:00) [incident 1]',
  ]);
});

test('names changes, deployments first, and then the newest', () => {
  const finished = [
    execution('ex-1'),
    execution('ex-2', { finishedAt: new Date('2026-03-08T10:00:00Z'), title: 'Scale web from 5 to 8 tasks' }),
    execution('ex-3', { runbook: 'deployment/blue-green', status: 'undone', outcome: 'An alarm went off' }),
  ];
  expect(entries({ finished }, 'changes')).toEqual([
    'deployment/blue-green (123456789012/us-east-1): undone. An alarm went off (Sat 2026-03-07 05:00) [execution ex-3]',
    'Scale web from 5 to 8 tasks (scaling/service, 123456789012/us-east-1): succeeded (Sun 2026-03-08 06:00) [execution ex-2]',
    'scaling/service (123456789012/us-east-1): succeeded (Sat 2026-03-07 05:00) [execution ex-1]',
  ]);
});

test('names what comes in the coming shift and nothing of later, in the wall clock of the schedule', () => {
  const at = (text: string): number => Date.parse(text);
  const facts: Partial<HandOffFacts> = {
    windows: [
      {
        name: 'RDS maintenance',
        match: {},
        when: { weekly: { timezone: 'America/New_York', days: ['SU'], start: '03:00', end: '05:00' } },
      },
      {
        name: 'nightly batch',
        match: {},
        when: { weekly: { timezone: 'UTC', days: [], start: '23:00', end: '01:00' } },
      },
      {
        name: 'later',
        match: {},
        when: { once: { start: at('2026-03-16T13:00:00Z'), end: at('2026-03-17T00:00:00Z') } },
      },
    ],
    planned: [
      {
        id: 4,
        name: 'upgrade',
        startAt: new Date('2026-03-09T12:00:00Z'),
        endAt: new Date('2026-03-09T14:00:00Z'),
      },
    ],
    calendar: {
      windows: [],
      blackouts: [{ reason: 'spring sale', start: '2026-03-12T00:00:00Z', end: '2026-03-14T00:00:00Z' }],
    },
    findings: [
      {
        id: 'f00d',
        resourceId: 'api.example',
        account: '123456789012',
        region: 'us-east-1',
        reason: 'api.example is in use and expires in 12 days.',
        lastSeen: new Date('2026-03-08T08:00:00Z'),
      },
    ],
    drills: [
      { drill: 'monthly', dueAt: new Date('2026-03-10T00:00:00Z') },
      { drill: 'yearly', dueAt: new Date('2026-12-01T00:00:00Z') },
      { drill: 'new', dueAt: null },
    ],
  };
  expect(entries(facts, 'maintenance')).toEqual([
    'upgrade (Mon 2026-03-09 08:00 to 10:00) [maintenance 4]',
    'nightly batch, 7 times, the first (Mon 2026-03-09 19:00 to 21:00) [maintenance nightly batch]',
    'No changes: spring sale (Wed 2026-03-11 20:00 to Fri 2026-03-13 20:00) [calendar blackouts]',
    'RDS maintenance (Sun 2026-03-15 03:00 to 05:00) [maintenance RDS maintenance]',
    '123456789012/us-east-1 api.example is in use and expires in 12 days. As of 2026-03-08 [finding f00d]',
    'The DR drill monthly is due (Mon 2026-03-09 20:00) [drill monthly]',
    'The DR drill new has never succeeded [drill new]',
  ]);
});

test('what no stored run has looked at is not known, which is not nothing', () => {
  const document = handOffOf({ ...NOTHING, unread: ['acm-certificate-current'] });
  expect(document.sections.find(({ id }) => id === 'maintenance')?.unknown).toEqual([
    expect.stringContaining('acm-certificate-current'),
  ]);
});

test('suppressions and silences that end after the shift are not named', () => {
  const ends = (until: string) => ({ reason: 'known', actor: 'bob', until: new Date(until) });
  const facts: Partial<HandOffFacts> = {
    suppressions: [{ findingId: 'f00d', what: 's3-bucket-not-public of logs', ...ends('2026-03-12T00:00:00Z') }],
    silences: [
      { key: 'cloudwatch/api-5xx', ...ends('2026-03-10T00:00:00Z') },
      { key: 'later', ...ends('2026-03-17T00:00:00Z') },
    ],
  };
  expect(entries(facts, 'ending')).toEqual([
    'cloudwatch/api-5xx pages again; silenced by bob: known (Mon 2026-03-09 20:00) [silence cloudwatch/api-5xx]',
    's3-bucket-not-public of logs counts again; suppressed by bob: known (Wed 2026-03-11 20:00) [suppression f00d]',
  ]);
});

test('of more than fifty it says how many are left out', () => {
  const open = Array.from({ length: 60 }, (_, index) => incident(index + 1));
  const [ongoing] = handOffOf({ ...NOTHING, open }).sections;
  expect(ongoing).toMatchObject({ more: 10 });
  expect(ongoing?.entries).toHaveLength(50);
});
