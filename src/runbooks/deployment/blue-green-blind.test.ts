import { expect, test } from 'vitest';
import { createDeploymentStage, WEB } from '../../../test/deployment.ts';
import type { Transport } from '../../aws/transport.ts';
import { blueGreen } from './blue-green.ts';

/** CloudWatch that has nothing to tell of what is called green. */
function withoutGreen(own: Transport): Transport {
  return {
    async send(call, onRequest) {
      const answer = await own.send(call, onRequest);
      if (call.operation !== 'GetMetricData' || !isOfGreen(call.input)) return answer;
      return { ...Object(answer), MetricDataResults: resultsOf(answer).map((one) => blank(one)) };
    },
  };
}

function isOfGreen(input: unknown): boolean {
  return JSON.stringify(input).includes('targetgroup/web-service-green/');
}

function resultsOf(answer: unknown): readonly object[] {
  const { MetricDataResults: results = [] } = Object(answer);
  return Array.isArray(results) ? results : [];
}

/** The load balancer's own numbers stay. */
function blank(result: object): object {
  return 'Id' in result && result.Id === 'all' ? result : { ...result, Timestamps: [], Values: [] };
}

test('where CloudWatch counts no request to the new version, a person is asked: nothing says that it is good', async () => {
  const stage = createDeploymentStage({ wrap: withoutGreen });
  const { status, reason } = await stage.execute(await stage.plan(blueGreen, WEB));
  expect(status).not.toBe('succeeded');
  expect(reason).toMatch(/CloudWatch counts no request to web-service-green, and should have counted \d+ by now/);
});
