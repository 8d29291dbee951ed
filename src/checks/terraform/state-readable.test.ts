import { expect, test } from 'vitest';
import { judge, lines, NOTHING_OUTSIDE } from '../../../test/answers.ts';
import type { Outside, TerraformState } from '../../model/outside.ts';
import { stateReadable } from './state-readable.ts';

test('E11.2 a state that is empty, or was never written, is not accessible', async () => {
  const findings = await judge(
    stateReadable,
    {},
    {
      outside: layers({
        network: { state: 'readable', resources: 14, written: true },
        data: { state: 'readable', resources: 1, written: true },
        old: { state: 'readable', resources: 0, written: true },
        fresh: { state: 'readable', resources: 0, written: false },
      }),
    },
  );
  expect(lines(findings)).toEqual([
    'fresh: fail high: fresh has no state: none was ever written where its backend points to.',
    'old: fail high: The state of old is empty: everything in it was destroyed or removed.',
    'data: pass: The state of data holds 1 resource.',
    'network: pass: The state of network holds 14 resources.',
  ]);
});

test('a state that could not be read is unknown, with the reason, and the other layers are judged', async () => {
  const findings = await judge(
    stateReadable,
    {},
    {
      outside: layers({
        network: { state: 'unreadable', problem: 'it is not initialised: run terraform init there' },
        data: { state: 'readable', resources: 2, written: true },
      }),
    },
  );
  expect(lines(findings)).toEqual([
    'network: unknown: The state of network could not be read: it is not initialised: run terraform init there.',
    'data: pass: The state of data holds 2 resources.',
  ]);
});

test('without a configured layer it says so', async () => {
  expect(lines(await judge(stateReadable, {}))).toEqual([
    'terraform.layers: pass: No Terraform layer is configured, so there is no state to read.',
  ]);
});

function layers(states: Readonly<Record<string, TerraformState>>): Outside {
  return {
    ...NOTHING_OUTSIDE,
    terraform: {
      layers: Object.keys(states).map((name) => ({ name, directory: `infrastructure/${name}` })),
      readState: ({ name }) => Promise.resolve(states[name] ?? { state: 'unreadable', problem: 'no such layer' }),
      readDrift: () => Promise.reject(new Error('not asked')),
    },
  };
}
