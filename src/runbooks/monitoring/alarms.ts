import { z } from 'zod';
import type { Aws } from '../../aws/execution.ts';
import { Refused } from '../../model/errors.ts';
import { type AlarmDefinition, type MonitoringSettings, TOPIC_ARN } from '../../model/monitoring.ts';
import { alarmsThere } from '../conditions/alarms-there.ts';
import { defineRunbook, type PlanBuilder } from '../define.ts';
import { type ExistingAlarms, lookAtExisting } from './alarms/managed.ts';
import { deleteAlarm, keyFor, putAlarm } from './alarms/steps.ts';
import { recommendedAlarms } from './alarms/recommended.ts';
import { requireHeard, topicInUse } from './alarms/topic.ts';
import { warnOfDoubles } from './alarms/doubles.ts';

export const alarms = defineRunbook({
  id: 'monitoring/alarms',
  title: 'Bring the alarms about',
  purpose:
    'Makes, changes and deletes CloudWatch alarms until they are those of the configuration, or, without any there, those recommended for what is in the account: databases, load balancers, services, functions. It first makes sure that somebody hears the topic that they tell. Alarms that it did not make stay as they are.',
  parameters: z.object({
    topic: z
      .string()
      .regex(TOPIC_ARN, 'an SNS topic: arn:aws:sns:us-east-1:123456789012:name, the account with 12 digits')
      .optional()
      .describe(
        "The SNS topic that they tell. Default: the configuration's, or the one that most alarms tell already.",
      ),
    adopt: z
      .enum(['yes', 'no'])
      .default('no')
      .describe(
        'Whether alarms of the same name that somebody else made may be changed, and looked after from now on.',
      ),
  }),
  calls: [
    'cloudwatch:DeleteAlarms',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:ListMetrics',
    'cloudwatch:ListTagsForResource',
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:TagResource',
    'cloudwatch:UntagResource',
    'ecs:DescribeClusters',
    'ecs:DescribeServices',
    'ecs:ListClusters',
    'ecs:ListServices',
    'elbv2:DescribeListeners',
    'elbv2:DescribeLoadBalancers',
    'elbv2:DescribeRules',
    'elbv2:DescribeTargetGroups',
    'lambda:ListFunctions',
    'rds:DescribeDBClusterParameters',
    'rds:DescribeDBClusters',
    'rds:DescribeDBInstances',
    'rds:DescribeDBParameters',
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
  ],

  async plan({ aws, plan, settings: { monitoring } }, { topic: given, adopt }) {
    const [wanted, existing] = await Promise.all([wantedAlarms(aws, monitoring), lookAtExisting(aws)]);
    const topic = given ?? monitoring?.topic ?? defaultTopic(wanted, existing);
    const topics = new Set(wanted.map((one) => one.topic ?? topic));
    for (const arn of topics) await requireHeard(aws, plan, arn, monitoring?.unheardTopic ?? 'refuse');
    plan.fact(
      monitoring?.alarms ? 'Alarms of the configuration' : 'Alarms recommended for what is here',
      wanted.length,
    );
    plan.lock(`cloudwatch/alarms/${aws.region}`);

    const ours = leaveOthers(plan, wanted, { existing, adopt: adopt === 'yes' });
    warnOfDoubles(plan, ours, { existing, topic });
    const put = ours.filter((definition) => putAlarm(plan, definition, { existing, topic }));
    const gone = deleteLeftOver(plan, wanted, existing);
    if (put.length === 0 && gone === 0) return plan.warn('Every alarm is as it should be: nothing is to be done');
    if (put.length === 0) return;
    plan.wait('there', {
      title: `${put.length === 1 ? 'The alarm is' : `All ${put.length} alarms are`} there`,
      until: alarmsThere(put.map(({ name }) => name)),
      every: '5s',
      within: '5m',
      takes: '5s',
    });
  },
});

export async function wantedAlarms(aws: Aws, monitoring: MonitoringSettings | undefined): Promise<AlarmDefinition[]> {
  const wanted = monitoring?.alarms ?? (await recommendedAlarms(aws));
  const keys = wanted.map(({ name }) => keyFor(name));
  const twice = wanted.find(({ name }, index) => keys.indexOf(keyFor(name)) !== index);
  if (twice) throw new Refused(`two alarms would be called ${twice.name}: CloudWatch knows an alarm by its name`);
  return [...wanted];
}

/** Not asked for where every alarm names its own, or there is none. */
function defaultTopic(wanted: readonly AlarmDefinition[], { managed, others }: ExistingAlarms): string {
  if (wanted.every(({ topic }) => topic !== undefined)) return '';
  return topicInUse([...managed.values(), ...others.values()]);
}

interface Others {
  readonly existing: ExistingAlarms;
  readonly adopt: boolean;
}

/** Those that are ours to put: not those that somebody else has made under the same name. */
function leaveOthers(
  plan: PlanBuilder,
  wanted: readonly AlarmDefinition[],
  { existing, adopt }: Others,
): AlarmDefinition[] {
  const taken = wanted.filter(({ name }) => existing.others.has(name)).map(({ name }) => name);
  if (taken.length === 0 || adopt) return [...wanted];
  plan.warn(
    `${taken.join(', ')}: somebody else made an alarm of that name, which stays as it is. To take it over: --set adopt=yes`,
  );
  return wanted.filter(({ name }) => !taken.includes(name));
}

/** How many managed alarms go because nobody wants them any more. */
function deleteLeftOver(plan: PlanBuilder, wanted: readonly AlarmDefinition[], existing: ExistingAlarms): number {
  const names = new Set(wanted.map(({ name }) => name));
  const left = [...existing.managed.values()].filter(({ AlarmName = '' }) => !names.has(AlarmName));
  return left.filter((alarm) => deleteAlarm(plan, alarm, existing)).length;
}
