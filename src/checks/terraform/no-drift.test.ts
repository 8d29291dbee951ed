import { expect, test } from 'vitest';
import { judge, lines, NOTHING_OUTSIDE } from '../../../test/answers.ts';
import type { Outside, TerraformDrift } from '../../model/outside.ts';
import { noDrift } from './no-drift.ts';

test('E11.3 tells drift from a change that is pending', async () => {
  const findings = await judge(
    noDrift,
    {},
    {
      outside: layers({
        network: { state: 'none', pendingChanges: false },
        application: { state: 'none', pendingChanges: true },
        data: { state: 'drift', resources: ['aws_db_instance.orders'], pendingChanges: false },
        edge: { state: 'drift', resources: ['a.a', 'b.b', 'c.c', 'd.d', 'e.e'], pendingChanges: true },
      }),
    },
  );
  expect(lines(findings)).toEqual([
    'data: fail medium: data has drifted: aws_db_instance.orders was changed outside Terraform.',
    'edge: fail medium: edge has drifted: a.a, b.b, c.c and 2 more were changed outside Terraform. ' +
      'Its code has changes that are not applied yet.',
    'application: pass: application has not drifted. Its code has changes that are not applied yet.',
    'network: pass: network has not drifted.',
  ]);
  expect(findings[1]?.evidence).toMatchObject({ resources: ['a.a', 'b.b', 'c.c', 'd.d', 'e.e'], pendingChanges: true });
});

test('what could not be compared is unknown, with the reason', async () => {
  const outside = layers({
    network: { state: 'undetermined', problem: 'the state is locked by dana@build-7 for apply' },
  });
  expect(lines(await judge(noDrift, {}, { outside }))).toEqual([
    'network: unknown: Whether network has drifted could not be determined: the state is locked by dana@build-7 for apply.',
  ]);
});

test('an empty state has nothing to compare with, which is no pass', async () => {
  const outside = layers({ network: { state: 'none', pendingChanges: true } }, 0);
  expect(lines(await judge(noDrift, {}, { outside }))).toEqual([
    'network: unknown: The state of network is empty, so there is nothing that drift could be told by.',
  ]);
});

test('E11.2 a state that cannot be read is no pass, though the plan found no drift', async () => {
  const { terraform, ...outside } = layers({ network: { state: 'none', pendingChanges: false } });
  const readState = () => Promise.resolve({ state: 'unreadable', problem: 'access denied' } as const);
  const unreadable = { ...outside, terraform: { ...terraform, readState } };
  expect(lines(await judge(noDrift, {}, { outside: unreadable }))).toEqual([
    'network: unknown: No drift of network was seen, but what its state holds could not be read: access denied.',
  ]);
});

test('without a configured layer it says so', async () => {
  expect(lines(await judge(noDrift, {}))).toEqual([
    'terraform.layers: pass: No Terraform layer is configured, so none can have drifted.',
  ]);
});

function layers(drifts: Readonly<Record<string, TerraformDrift>>, resources = 3): Outside {
  return {
    ...NOTHING_OUTSIDE,
    terraform: {
      layers: Object.keys(drifts).map((name) => ({ name, directory: `infrastructure/${name}` })),
      readState: () => Promise.resolve({ state: 'readable', resources, written: true }),
      readDrift: ({ name }) => Promise.resolve(drifts[name] ?? { state: 'undetermined', problem: 'no such layer' }),
    },
  };
}
