import { expect, test } from 'vitest';
import type { Played } from './sequence.ts';
import { valueDifferencesOf } from './values.ts';

function step(ours: object, moto: object, put: Readonly<Record<string, readonly unknown[]>>): Played {
  const told = (answer: object) => ({ outcome: 'answers', shape: undefined, replies: [{ answer }] });
  return {
    operation: 'ecs:UpdateService',
    pair: { name: 'service: scaled', ours: told(ours), moto: told(moto) },
    put: new Map(
      Object.entries(put).map(([name, values]) => [name, new Set(values.map((one) => JSON.stringify(one)))]),
    ),
  };
}

function differences(...all: Parameters<typeof step>): string[] {
  return valueDifferencesOf('ecs:UpdateService', [step(...all)]);
}

test('tells what was put in and comes out otherwise on one side', () => {
  const ours = { service: { desiredCount: 3, status: 'ACTIVE' } };
  const moto = { service: { desiredCount: 2, status: 'DRAINING' } };
  expect(differences(ours, moto, { desiredCount: [3] })).toEqual([
    'ecs:UpdateService [service: scaled] service.desiredCount = ours 3, moto 2',
  ]);
});

test('says nothing of what neither put in, of ARNs, and of what one side alone gives', () => {
  const ours = { count: 5, arn: 'arn:aws:ecs:us-east-1:123456789012:service/a', more: 1 };
  const moto = { count: 6, arn: 'arn:aws:ecs:us-east-1:123456789012:service/b' };
  expect(differences(ours, moto, { count: [1], arn: [ours.arn], more: [1] })).toEqual([]);
});

test('compares each attribute with its like, in whatever order they come', () => {
  const ours = {
    Attributes: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ],
  };
  const moto = {
    Attributes: [
      { Key: 'b', Value: '2' },
      { Key: 'a', Value: '0' },
    ],
  };
  expect(differences(ours, moto, { Value: ['1', '2'] })).toEqual([
    'ecs:UpdateService [service: scaled] Attributes[a].Value = ours "1", moto "0"',
  ]);
});
