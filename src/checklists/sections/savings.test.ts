import { expect, test } from 'vitest';
import { runOn } from '../../../test/answers.ts';
import { defineCheck } from '../../checks/define.ts';
import { fail } from '../../model/finding.ts';
import { savings } from './savings.ts';

const COSTS = [
  ['ec2-volume-attached', 'vol-1', 1200],
  ['ec2-volume-current-generation', 'vol-1', 5],
  ['ec2-volume-current-generation', 'vol-2', 0.6],
  ['logs-group-retained', 'app', undefined],
] as const;

test('what two checks find of one resource is saved once', async () => {
  const checks = [...new Set(COSTS.map(([check]) => check))].map((id) =>
    defineCheck({
      id,
      title: id,
      severity: 'low',
      why: '',
      remediation: '',
      calls: [],
      async *evaluate() {
        for (const [check, name, monthlyCostUsd] of COSTS) {
          if (check !== id) continue;
          yield fail({ type: 'T', id: name, arn: `arn:${name}` }, 'Unused.', {
            ...(monthlyCostUsd !== undefined && { monthlyCostUsd }),
          });
        }
      },
    }),
  );
  const result = await runOn({ id: 'costs', title: '', purpose: '', checks, sections: [savings] }, {});
  expect(result.sections[0]?.rows).toEqual([
    { check: 'ec2-volume-attached', resources: 1, monthlyCostUsd: 1200, unpriced: 0 },
    { check: 'ec2-volume-current-generation', resources: 2, monthlyCostUsd: 0.6, unpriced: 0 },
    { check: 'logs-group-retained', resources: 1, monthlyCostUsd: 0, unpriced: 1 },
  ]);
  expect(result.sections[0]?.text?.[0]).toBe(
    'What was found costs $1,200.60 a month at list prices, $14,407.20 a year; 1 finding has no list price here and ' +
      'comes on top.',
  );
});
