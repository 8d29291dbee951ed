import { expect, test } from 'vitest';
import { createStage } from '../../test/runbook.ts';
import { recordsNamed } from './route53.ts';

test('a name with a star is found, though Route 53 answers its code for it', async () => {
  const stage = createStage({
    wrap: (own) => ({
      async send(call, onRequest) {
        const answer = await own.send(call, onRequest);
        if (call.operation !== 'ListResourceRecordSets') return answer;
        const record = { Name: '\\052.shop.example.com.', Type: 'A', SetIdentifier: 'primary', Weight: 100 };
        return { ...Object(answer), ResourceRecordSets: [record] };
      },
    }),
  });
  const zone = stage.world.account('123456789012').route53.zones[0]?.zone.Id?.replace('/hostedzone/', '') ?? '';
  const found = await recordsNamed(stage.reading(), { zone, name: '*.shop.example.com', type: 'A' });
  expect(found).toHaveLength(1);
});
