import type { Service } from '../service.ts';
import type { ClientModule } from './client-module.ts';

/** Every service but the public event feed, which is no AWS API. */
export type SdkService = Exclude<Service, 'feed'>;

/** One lazy chunk a service: what a checklist does not ask is never loaded. */
export const CLIENT_MODULES: Readonly<Record<SdkService, () => Promise<ClientModule>>> = {
  acm: async () => (await import('./clients/acm.ts')).acm,
  'application-autoscaling': async () => (await import('./clients/application-autoscaling.ts')).applicationAutoscaling,
  autoscaling: async () => (await import('./clients/autoscaling.ts')).autoscaling,
  backup: async () => (await import('./clients/backup.ts')).backup,
  ce: async () => (await import('./clients/ce.ts')).ce,
  cloudtrail: async () => (await import('./clients/cloudtrail.ts')).cloudtrail,
  cloudwatch: async () => (await import('./clients/cloudwatch.ts')).cloudwatch,
  'compute-optimizer': async () => (await import('./clients/compute-optimizer.ts')).computeOptimizer,
  dynamodb: async () => (await import('./clients/dynamodb.ts')).dynamodb,
  ec2: async () => (await import('./clients/ec2.ts')).ec2,
  ecs: async () => (await import('./clients/ecs.ts')).ecs,
  elbv2: async () => (await import('./clients/elbv2.ts')).elbv2,
  health: async () => (await import('./clients/health.ts')).health,
  iam: async () => (await import('./clients/iam.ts')).iam,
  lambda: async () => (await import('./clients/lambda.ts')).lambda,
  logs: async () => (await import('./clients/logs.ts')).logs,
  organizations: async () => (await import('./clients/organizations.ts')).organizations,
  rds: async () => (await import('./clients/rds.ts')).rds,
  route53: async () => (await import('./clients/route53.ts')).route53,
  s3: async () => (await import('./clients/s3.ts')).s3,
  s3control: async () => (await import('./clients/s3control.ts')).s3control,
  sns: async () => (await import('./clients/sns.ts')).sns,
  sts: async () => (await import('./clients/sts.ts')).sts,
};

/**
 * Loads the chunks of services that are about to be asked, one after the other, while the first answer is awaited. A
 * chunk that is missing is told by whoever needs it.
 */
export async function preload(services: Iterable<Service>): Promise<void> {
  for (const service of services) if (service !== 'feed') await CLIENT_MODULES[service]().catch(() => undefined);
}
