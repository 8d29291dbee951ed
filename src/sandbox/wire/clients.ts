import { loadService } from './service-table.ts';
import type { ServiceTable } from './service.ts';

type ClientPackage = Readonly<Record<string, unknown>>;

/** The SDK package whose schemas describe each service, by the AWS CLI's name of the service. */
const CLIENT_PACKAGES: Readonly<Record<string, () => Promise<ClientPackage>>> = {
  acm: () => import('@aws-sdk/client-acm'),
  'application-autoscaling': () => import('@aws-sdk/client-application-auto-scaling'),
  autoscaling: () => import('@aws-sdk/client-auto-scaling'),
  backup: () => import('@aws-sdk/client-backup'),
  ce: () => import('@aws-sdk/client-cost-explorer'),
  cloudtrail: () => import('@aws-sdk/client-cloudtrail'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  'compute-optimizer': () => import('@aws-sdk/client-compute-optimizer'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  ec2: () => import('@aws-sdk/client-ec2'),
  ecs: () => import('@aws-sdk/client-ecs'),
  elbv2: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  health: () => import('@aws-sdk/client-health'),
  iam: () => import('@aws-sdk/client-iam'),
  lambda: () => import('@aws-sdk/client-lambda'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  organizations: () => import('@aws-sdk/client-organizations'),
  rds: () => import('@aws-sdk/client-rds'),
  route53: () => import('@aws-sdk/client-route-53'),
  s3: () => import('@aws-sdk/client-s3'),
  s3control: () => import('@aws-sdk/client-s3-control'),
  sns: () => import('@aws-sdk/client-sns'),
  sts: () => import('@aws-sdk/client-sts'),
};

export const WIRE_SERVICES: readonly string[] = Object.keys(CLIENT_PACKAGES);

/** The exports of a service's client package: the fuzz sends with the same client that the table is made from. */
export async function importClientPackage(name: string): Promise<ClientPackage> {
  const load = CLIENT_PACKAGES[name];
  if (!load) throw new Error(`no client package for ${name}`);
  return load();
}

/** Reads the packages side by side: most of the time goes into waiting for files. */
export function loadServices(names: readonly string[] = WIRE_SERVICES): Promise<ServiceTable[]> {
  return Promise.all(names.map(async (name) => loadService(name, await importClientPackage(name))));
}
