import { expect, test } from 'vitest';
import { condition, planOf } from '../../../test/engine/scene.ts';
import { renderPlanMarkdown } from './markdown.ts';

test('a plan reads in a pull request, and nothing in it is markup that somebody slipped in', () => {
  const plan = planOf((build) => {
    build.fact('Service', '<script>alert(1)</script> @everybody');
    build.warn('Mind *this*');
    build.change('count', {
      title: 'Set web from 3 to 5 tasks',
      call: { service: 'ecs', operation: 'UpdateService', input: { desiredCount: 5 } },
      before: { desiredCount: 3 },
      after: { desiredCount: 5 },
      undo: { service: 'ecs', operation: 'UpdateService', input: { desiredCount: 3 } },
    });
    build.wait('steady', {
      title: 'web is steady',
      until: condition('ecs', 'DescribeServices', { says: 'web runs 5 tasks' }),
      every: '10s',
      within: '15m',
    });
  });
  const text = renderPlanMarkdown(plan);
  expect(text).toContain('1. **Set web from 3 to 5 tasks**');
  expect(text).toContain('   - desiredCount: 3 → 5');
  expect(text).toContain(`Plan \`${plan.hash}\``);
  expect(text).toContain(String.raw`> Mind \*this\*`);
  expect(text).not.toContain('<script>');
  expect(text).not.toMatch(/@everybody/);
});
