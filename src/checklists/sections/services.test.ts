import { expect, test } from 'vitest';
import { runOn } from '../../../test/answers.ts';
import { clusterArn, ecsAnswers, service } from '../../../test/ecs-answers.ts';
import { services } from './services.ts';

test('E1.2 a cluster without a service is told too, with its state where that is not ACTIVE', async () => {
  const batch = { clusterArn: clusterArn('batch'), clusterName: 'batch', status: 'FAILED' };
  const answers = ecsAnswers([service('api')], [batch]);
  const checklist = { id: 'services', title: '', purpose: '', checks: [], sections: [services] };
  const [section] = (await runOn(checklist, answers)).sections;
  expect(section?.rows.map((row) => row['service'])).toEqual(['api']);
  expect(section?.text?.[1]).toBe('Clusters without a service: batch (FAILED).');
});
