import { expect, test } from 'vitest';
import { createProgress } from './progress.ts';

const home = { account: '123456789012', region: 'us-east-1' };

function recorded(options: { terminal: boolean; quiet?: boolean; width?: number }) {
  const written: string[] = [];
  const progress = createProgress({ quiet: false, width: 80, write: (text) => written.push(text), ...options });
  return { progress, written };
}

test('on a terminal one line keeps up to date and is gone at the end', () => {
  const { progress, written } = recorded({ terminal: true });
  progress.event({ kind: 'target', target: home, checks: 14 }, 1);
  progress.event({ kind: 'judged', check: 'ec2-vpc-available', target: home }, 7);
  progress.stop();
  progress.stop();
  expect(written).toEqual([
    '\r\u001B[2K0 of 14 checks judged, 1 AWS call so far (123456789012/us-east-1)',
    '\r\u001B[2K1 of 14 checks judged, 7 AWS calls so far (123456789012/us-east-1)',
    '\r\u001B[2K',
  ]);
});

test('the updating line never wraps, and a hostile target name cannot write to the terminal', () => {
  const { progress, written } = recorded({ terminal: true, width: 40 });
  progress.event({ kind: 'target', target: { ...home, name: 'x\u001B]0;owned\u0007'.repeat(9) }, checks: 14 }, 1);
  const shown = written[0]?.slice('\r\u001B[2K'.length) ?? '';
  expect(shown.length).toBeLessThan(40);
  expect(shown).not.toContain('\u001B');
});

test('elsewhere there is a line for each account and region, and no control character', () => {
  const { progress, written } = recorded({ terminal: false });
  progress.event({ kind: 'target', target: { ...home, name: 'production' }, checks: 14 }, 0);
  progress.event({ kind: 'judged', check: 'ec2-vpc-available', target: home }, 1);
  progress.stop();
  expect(written).toEqual(['production 123456789012/us-east-1: 14 checks\n']);
});

test('quiet is quiet', () => {
  const { progress, written } = recorded({ terminal: true, quiet: true });
  progress.event({ kind: 'target', target: home, checks: 14 }, 0);
  progress.stop();
  expect(written).toEqual([]);
});
