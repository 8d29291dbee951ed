import { expect, test } from 'vitest';
import { MUTATIONS } from '../../src/aws/mutations.ts';
import { RUNBOOKS } from '../../src/runbooks/registry.ts';

const READ = /^(Describe|List|Get|Lookup|Filter|Simulate)/;
const isRead = (operation: string) => READ.test(operation.split(':')[1] ?? '');

test('every operation with which a runbook changes AWS says how a repeat is made safe', () => {
  const changes = RUNBOOKS.flatMap(({ calls }) => calls).filter((operation) => !isRead(operation));
  expect(changes.length).toBeGreaterThan(0);
  expect([...new Set(changes)].filter((operation) => MUTATIONS[operation] === undefined)).toEqual([]);
});

test('no read is in that table, and nothing that no runbook calls', () => {
  const called = new Set<string>(RUNBOOKS.flatMap(({ calls }) => calls));
  const rows = Object.keys(MUTATIONS);
  expect(rows.filter(isRead)).toEqual([]);
  expect(rows.filter((operation) => !called.has(operation))).toEqual([]);
});

test('what creates something is recognised by a token or by its tag', () => {
  const creating = Object.entries(MUTATIONS).filter(([operation]) => /:(Create|Restore|Copy)/.test(operation));
  expect(creating.filter(([, mutation]) => mutation?.repeat.by === 'nature').map(([operation]) => operation)).toEqual(
    [],
  );
});

test('what is harmless to repeat says why', () => {
  const reasons = Object.values(MUTATIONS).flatMap((mutation) =>
    mutation?.repeat.by === 'nature' ? [mutation.repeat.because] : [],
  );
  expect(reasons.filter((because) => because === '')).toEqual([]);
});
