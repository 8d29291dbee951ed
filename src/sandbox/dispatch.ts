import { SandboxError } from './error.ts';
import type { HandlerTable } from './handlers.ts';
import { acm } from './services/acm.ts';
import { applicationAutoscaling } from './services/application-autoscaling.ts';
import { autoscaling } from './services/autoscaling.ts';
import { backup } from './services/backup.ts';
import { ce } from './services/ce.ts';
import { cloudtrail } from './services/cloudtrail.ts';
import { cloudwatch } from './services/cloudwatch.ts';
import { computeOptimizer } from './services/compute-optimizer.ts';
import { dynamodb } from './services/dynamodb.ts';
import { ec2 } from './services/ec2.ts';
import { ecs } from './services/ecs.ts';
import { elbv2 } from './services/elbv2.ts';
import { feed } from './services/feed.ts';
import { health } from './services/health.ts';
import { iam } from './services/iam.ts';
import { lambda } from './services/lambda.ts';
import { logs } from './services/logs.ts';
import { organizations } from './services/organizations.ts';
import { rds } from './services/rds.ts';
import { route53 } from './services/route53.ts';
import { s3 } from './services/s3.ts';
import { s3control } from './services/s3control.ts';
import { sns } from './services/sns.ts';
import { sts } from './services/sts.ts';
import { faultFor } from './world/faults.ts';
import type { World } from './world/world.ts';

/** Every service of the sandbox, by the AWS CLI's name. */
export const SERVICE_HANDLERS: Readonly<Record<string, HandlerTable>> = {
  acm,
  'application-autoscaling': applicationAutoscaling,
  autoscaling,
  backup,
  ce,
  cloudtrail,
  cloudwatch,
  'compute-optimizer': computeOptimizer,
  dynamodb,
  ec2,
  ecs,
  elbv2,
  feed,
  health,
  iam,
  lambda,
  logs,
  organizations,
  rds,
  route53,
  s3,
  s3control,
  sns,
  sts,
};

export interface SandboxRequest {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly requestId: string;
}

/**
 * One request to the simulated AWS: the two doors to it, in process and over the wire, both end here.
 * @throws SandboxError as AWS would answer it
 */
export async function dispatch(world: World, request: SandboxRequest, input: object): Promise<object> {
  const fault = faultFor(world, request);
  if (fault?.error) throw fault.error;
  if (fault?.latencyMs !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.latencyMs));
  const handler = SERVICE_HANDLERS[request.service]?.[request.operation];
  if (!handler) {
    throw new SandboxError(
      'NotImplemented',
      `The sandbox does not serve ${request.service}:${request.operation}.`,
      501,
    );
  }
  const answer: unknown = Reflect.apply(handler, undefined, [
    input,
    {
      world,
      account: world.account(request.accountId),
      region: world.region(request.accountId, request.region),
      now: world.clock.now(),
      requestId: request.requestId,
      accessKeyId: request.accessKeyId,
    },
  ]);
  return typeof answer === 'object' && answer !== null ? answer : {};
}
