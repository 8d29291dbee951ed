import { expect, test } from 'vitest';
import { levelOfJson, similarEvents, templateOf } from './log-groups.ts';

test.each([
  ['ERROR payment failed id=2 after 3051 ms', 'ERROR payment failed id=<number> after <number> ms'],
  ['ERROR order 0b6c1f2e-93a4-4a59-8b41-5a0f2d7c9e11 lost', 'ERROR order <uuid> lost'],
  ['2026-11-23T07:12:09.120Z ERROR no route to 10.0.0.12:5432', '<time> ERROR no route to <address>'],
  ['FATAL cannot open "orders.db" for \'alice\'', 'FATAL cannot open <text> for <text>'],
  ['ERROR commit 9f86d081884c7d65 rejected', 'ERROR commit <id> rejected'],
  ['{"level":"error","msg":"timeout after 30 s","request":"r-1"}', 'timeout after <number> s'],
  ['{"level":"error","err":{"message":"no such user 7"}}', 'no such user <number>'],
  ['{"level":"error","code":7}', '{<text>:<text>,<text>:<number>}'],
  ['Exception in thread main\n\tat a.b(C.java:7)', 'Exception in thread main'],
])('%s is one of many like "%s"', (message, template) => {
  expect(templateOf(message)).toBe(template);
});

test('counts what is alike, largest group first, with first, last and the newest message', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 7, minute));
  const groups = similarEvents([
    { at: at(9), message: 'ERROR db timeout id=9' },
    { at: at(1), message: 'FATAL out of memory' },
    { at: at(3), message: 'ERROR db timeout id=3' },
  ]);
  expect(groups).toEqual([
    { template: 'ERROR db timeout id=<number>', count: 2, first: at(3), last: at(9), sample: 'ERROR db timeout id=9' },
    { template: 'FATAL out of memory', count: 1, first: at(1), last: at(1), sample: 'FATAL out of memory' },
  ]);
});

test('reads the level of a JSON event whatever its case, and of nothing else', () => {
  expect(levelOfJson('{"level":"ERROR"}')).toBe('error');
  expect(levelOfJson('{"level":50}')).toBeUndefined();
  expect(levelOfJson('level=error')).toBeUndefined();
});
