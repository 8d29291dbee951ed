import type { MetricAlarm } from '../../../aws/cloudwatch.ts';
import type { Aws } from '../../../aws/execution.ts';
import { orAbsent } from '../../../aws/read.ts';
import { getTopicAttributes, listSubscriptionsByTopic, type Subscription } from '../../../aws/sns.ts';
import { Refused } from '../../../model/errors.ts';
import { type MonitoringSettings, TOPIC_ARN } from '../../../model/monitoring.ts';
import type { PlanBuilder } from '../../define.ts';

/**
 * The topic that alarms tell where nobody named one: the one that most alarms of the region tell already.
 * @throws Refused where none of them tells any
 */
export function topicInUse(alarms: Iterable<MetricAlarm>): string {
  const counts = new Map<string, number>();
  for (const { AlarmActions = [] } of alarms) {
    for (const arn of AlarmActions.filter((action) => TOPIC_ARN.test(action)))
      counts.set(arn, (counts.get(arn) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  if (most) return most[0];
  throw new Refused(
    'nobody would hear the alarms: no alarm here tells an SNS topic yet. Name one: --set topic=arn:aws:sns:…, or monitoring.topic in the configuration',
  );
}

/**
 * Makes sure that somebody hears what is told to a topic. CloudWatch does not: it takes any ARN, and says nothing.
 * @throws Refused where the topic is none, is not here, or, unless that is only to be warned of, where nobody listens
 */
export async function requireHeard(
  aws: Aws,
  plan: PlanBuilder,
  arn: string,
  unheard: MonitoringSettings['unheardTopic'],
): Promise<void> {
  const { region = '', account = '' } = TOPIC_ARN.exec(arn)?.groups ?? {};
  plan.refuseIf(account === '', `${arn} is no topic's ARN: arn:aws:sns:region:account of 12 digits:name`);
  plan.refuseIf(region !== aws.region, `${arn} is in ${region}: alarms tell topics of their own region, ${aws.region}`);
  if (account !== aws.account) {
    return plan.warn(`${arn} belongs to another account: whether somebody listens to it cannot be seen from here`);
  }
  const topic = await orAbsent(getTopicAttributes(aws, { TopicArn: arn }), 'NotFound', 'NotFoundException');
  if (!topic) throw new Refused(`there is no topic ${arn}: CloudWatch would tell it, and nobody would hear it`);
  const subscriptions = await listSubscriptionsByTopic(aws, { TopicArn: arn });
  const listening = subscriptions.filter(isConfirmed);
  plan.fact('The alarms tell', {
    topic: arn,
    heardBy: listening.map(wordsFor).toSorted(),
    pending: subscriptions
      .filter((one) => !isConfirmed(one))
      .map(wordsFor)
      .toSorted(),
  });
  warnOfKey(plan, topic.Attributes?.['KmsMasterKeyId']);
  if (listening.length > 0) return;
  const words = unheardWords(arn, subscriptions);
  plan.refuseIf(unheard === 'refuse', words);
  plan.warn(words);
}

function isConfirmed({ SubscriptionArn: arn = '' }: Subscription): boolean {
  return arn.startsWith('arn:');
}

function wordsFor({ Protocol: protocol = '', Endpoint: endpoint = '' }: Subscription): string {
  return `${protocol} ${endpoint}`;
}

function unheardWords(arn: string, subscriptions: readonly Subscription[]): string {
  const name = TOPIC_ARN.exec(arn)?.groups?.['name'] ?? arn;
  const pending = subscriptions
    .filter((one) => !isConfirmed(one))
    .map(wordsFor)
    .toSorted();
  if (pending.length === 0) return `nobody has subscribed to ${name}: aws sns subscribe --topic-arn ${arn} …`;
  return `nobody listens to ${name}: ${pending.join(', ')} has not confirmed. The link is in the message that AWS sent there, for three days; after that, subscribe again`;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html */
function warnOfKey(plan: PlanBuilder, key: string | undefined): void {
  if (key?.endsWith('alias/aws/sns') !== true) return;
  plan.warn(
    "The topic is encrypted with AWS's own key, which CloudWatch may not use: give it a key of yours that lets cloudwatch.amazonaws.com in",
  );
}
