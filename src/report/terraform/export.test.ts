import { expect, test } from 'vitest';
import type { AlarmDefinition } from '../../model/monitoring.ts';
import { exportTerraform } from './export.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:critical-alerts';
const HOSTS: AlarmDefinition = {
  name: 'web-unhealthy',
  description: 'Targets of web are "unhealthy".',
  watches: {
    namespace: 'AWS/ApplicationELB',
    metric: 'UnHealthyHostCount',
    dimensions: { TargetGroup: 'targetgroup/web/1', LoadBalancer: 'app/alb/2' },
    statistic: 'Maximum',
    periodSeconds: 60,
  },
  comparison: '>=',
  threshold: 1,
  periods: 3,
  datapoints: 3,
  missingData: 'breaching',
};
const NOTHING = { alarms: [], topic: TOPIC, dashboards: [], autoscaling: [] };

test('an alarm has the dimensions, the treatment of missing data and the actions that Opsbook gives it', () => {
  expect(exportTerraform({ ...NOTHING, alarms: [HOSTS] })).toMatchInlineSnapshot(`
    "# Written by opsbook export terraform: alarms, dashboards and auto scaling, as Opsbook would bring them about.
    # AWS takes each of them by its name, so that applying this changes what is there rather than making it twice.

    resource "aws_cloudwatch_metric_alarm" "web_unhealthy" {
      alarm_name                = "web-unhealthy"
      alarm_description         = "Targets of web are \\"unhealthy\\"."
      comparison_operator       = "GreaterThanOrEqualToThreshold"
      threshold                 = 1
      evaluation_periods        = 3
      datapoints_to_alarm       = 3
      treat_missing_data        = "breaching"
      alarm_actions             = ["arn:aws:sns:us-east-1:123456789012:critical-alerts"]
      ok_actions                = ["arn:aws:sns:us-east-1:123456789012:critical-alerts"]
      insufficient_data_actions = ["arn:aws:sns:us-east-1:123456789012:critical-alerts"]
      namespace                 = "AWS/ApplicationELB"
      metric_name               = "UnHealthyHostCount"
      period                    = 60
      statistic                 = "Maximum"
      dimensions = {
        TargetGroup  = "targetgroup/web/1"
        LoadBalancer = "app/alb/2"
      }
    }
    "
  `);
});

test('an alarm on metric math is a query for each metric, and one that gives the result', () => {
  const { watches } = HOSTS;
  if ('expression' in watches) throw new Error('it watches one metric');
  const math = {
    expression: '100 * errors',
    label: 'Errors, %',
    metrics: { errors: { ...watches, metric: 'Errors' } },
  };
  expect(exportTerraform({ ...NOTHING, alarms: [{ ...HOSTS, watches: math }] })).toMatchInlineSnapshot(`
    "# Written by opsbook export terraform: alarms, dashboards and auto scaling, as Opsbook would bring them about.
    # AWS takes each of them by its name, so that applying this changes what is there rather than making it twice.

    resource "aws_cloudwatch_metric_alarm" "web_unhealthy" {
      alarm_name                = "web-unhealthy"
      alarm_description         = "Targets of web are \\"unhealthy\\"."
      comparison_operator       = "GreaterThanOrEqualToThreshold"
      threshold                 = 1
      evaluation_periods        = 3
      datapoints_to_alarm       = 3
      treat_missing_data        = "breaching"
      alarm_actions             = ["arn:aws:sns:us-east-1:123456789012:critical-alerts"]
      ok_actions                = ["arn:aws:sns:us-east-1:123456789012:critical-alerts"]
      insufficient_data_actions = ["arn:aws:sns:us-east-1:123456789012:critical-alerts"]

      metric_query {
        id          = "result"
        expression  = "100 * errors"
        label       = "Errors, %"
        return_data = true
      }

      metric_query {
        id = "errors"

        metric {
          namespace   = "AWS/ApplicationELB"
          metric_name = "Errors"
          period      = 60
          stat        = "Maximum"
          dimensions = {
            TargetGroup  = "targetgroup/web/1"
            LoadBalancer = "app/alb/2"
          }
        }
      }
    }
    "
  `);
});

test('E16.1: bounds and policies with their cooldowns, the policy bound to the target', () => {
  const policy = { metric: 'ECSServiceAverageCPUUtilization', target: 70, disableScaleIn: false };
  const cooldowns = { scaleOutCooldownSeconds: 60, scaleInCooldownSeconds: 300 };
  const web = { cluster: 'production', service: 'web', min: 2, max: 10 };
  const autoscaling = [{ ...web, policies: [{ name: 'cpu-autoscaling', ...policy, ...cooldowns }] }];
  expect(exportTerraform({ ...NOTHING, autoscaling })).toMatchInlineSnapshot(`
    "# Written by opsbook export terraform: alarms, dashboards and auto scaling, as Opsbook would bring them about.
    # AWS takes each of them by its name, so that applying this changes what is there rather than making it twice.

    resource "aws_appautoscaling_target" "production_web" {
      service_namespace  = "ecs"
      resource_id        = "service/production/web"
      scalable_dimension = "ecs:service:DesiredCount"
      min_capacity       = 2
      max_capacity       = 10
    }

    resource "aws_appautoscaling_policy" "production_web_cpu_autoscaling" {
      name               = "cpu-autoscaling"
      policy_type        = "TargetTrackingScaling"
      service_namespace  = aws_appautoscaling_target.production_web.service_namespace
      resource_id        = aws_appautoscaling_target.production_web.resource_id
      scalable_dimension = aws_appautoscaling_target.production_web.scalable_dimension

      target_tracking_scaling_policy_configuration {
        target_value       = 70
        scale_out_cooldown = 60
        scale_in_cooldown  = 300
        disable_scale_in   = false

        predefined_metric_specification {
          predefined_metric_type = "ECSServiceAverageCPUUtilization"
        }
      }
    }
    "
  `);
});

test('a dashboard is an object that Terraform can compare, with nothing in it taken for a template', () => {
  const widgets = [
    { type: 'text', width: 24, properties: { markdown: 'Costs ${fixed} and 5 %{of it}' } },
    {
      type: 'metric',
      properties: { metrics: [['AWS/RDS', 'CPUUtilization', { label: 'CPU', 'stat-2': 'p95' }]], view: {} },
    },
  ];
  expect(exportTerraform({ ...NOTHING, dashboards: [{ name: 'shop', widgets }] })).toMatchInlineSnapshot(`
    "# Written by opsbook export terraform: alarms, dashboards and auto scaling, as Opsbook would bring them about.
    # AWS takes each of them by its name, so that applying this changes what is there rather than making it twice.

    resource "aws_cloudwatch_dashboard" "shop" {
      dashboard_name = "shop"
      dashboard_body = jsonencode({
        widgets = [
          {
            type  = "text"
            width = 24
            properties = {
              markdown = "Costs $\${fixed} and 5 %%{of it}"
            }
          },
          {
            type = "metric"
            properties = {
              metrics = [
                [
                  "AWS/RDS",
                  "CPUUtilization",
                  {
                    label  = "CPU"
                    stat-2 = "p95"
                  },
                ],
              ]
              view = {}
            }
          },
        ]
      })
    }
    "
  `);
});

test('names that are one in Terraform are told apart', () => {
  const text = exportTerraform({
    ...NOTHING,
    alarms: [HOSTS, { ...HOSTS, name: 'web_unhealthy' }, { ...HOSTS, name: '5xx' }],
  });
  const names = [...text.matchAll(/^resource "\w+" "(\w+)"/gm)].map(([, name]) => name);
  expect(names).toEqual(['web_unhealthy', 'web_unhealthy_2', '_5xx']);
});
