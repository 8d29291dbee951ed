import { expect, test } from 'vitest';
import { runCommand } from './command.ts';

const targets = [{ account: '123456789012', region: 'us-east-1' }];

test('a report is run again on what it was run on', () => {
  expect(runCommand({ checklist: 'daily/capacity', targets })).toBe('opsbook run daily/capacity');
  const sandbox = targets.map((target) => ({ ...target, name: 'sandbox', sandbox: true as const }));
  expect(runCommand({ checklist: 'daily/capacity', targets: sandbox })).toBe('opsbook run daily/capacity --sandbox');
  // A target of the configuration may have that name and be none.
  const named = targets.map((target) => ({ ...target, name: 'sandbox' }));
  expect(runCommand({ checklist: 'daily/capacity', targets: named })).toBe('opsbook run daily/capacity');
});

test('what it was narrowed to is one word of the shell each', () => {
  const parameters = { cluster: 'production', service: "it's; rm -rf /" };
  expect(runCommand({ checklist: 'deployment/preflight', targets, parameters })).toBe(
    String.raw`opsbook run deployment/preflight --set cluster=production --set 'service=it'\''s; rm -rf /'`,
  );
});
