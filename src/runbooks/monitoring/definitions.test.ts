import { expect, test } from 'vitest';
import { createStage } from '../../../test/runbook.ts';
import type { MonitoringSettings } from '../../model/monitoring.ts';
import { lookAtDefinitions } from './definitions.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:critical-alerts';

test('without a configuration: what the runbooks would recommend, and how services are scaled now', async () => {
  const stage = createStage();
  const found = await lookAtDefinitions(stage.reading(), { environments: [] });
  expect(found.topic).toBe(TOPIC);
  expect(found.alarms.map(({ name }) => name)).toContain('opsbook-elb-production-alb-api-unhealthy');
  expect(found.dashboards.map(({ name }) => name)).toEqual(['opsbook']);
  expect(found.autoscaling.find(({ service }) => service === 'web-service')).toEqual({
    cluster: 'production-cluster',
    service: 'web-service',
    min: 3,
    max: 12,
    policies: [
      {
        name: 'web-service-cpu',
        metric: 'ECSServiceAverageCPUUtilization',
        target: 60,
        scaleOutCooldownSeconds: 60,
        scaleInCooldownSeconds: 300,
        disableScaleIn: false,
      },
    ],
  });
  expect(stage.sent.every((operation) => /:(Describe|List|Get)/.test(operation))).toBe(true);
});

test('with one: its alarms and dashboards, placed and whole', async () => {
  const monitoring: MonitoringSettings = {
    unheardTopic: 'refuse',
    topic: 'arn:aws:sns:us-east-1:123456789012:deploy-notices',
    alarms: [],
    dashboards: { shop: [{ type: 'text', properties: { markdown: '# Shop' } }] },
  };
  const found = await lookAtDefinitions(createStage().reading(), { environments: [], monitoring });
  expect([found.topic, found.alarms]).toEqual([monitoring.topic, []]);
  expect(found.dashboards).toEqual([
    { name: 'shop', widgets: [{ type: 'text', x: 0, y: 0, width: 12, height: 6, properties: { markdown: '# Shop' } }] },
  ]);
});
