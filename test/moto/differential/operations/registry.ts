import type { Questions } from '../cases.ts';
import { organizations, sts } from './accounts.ts';
import { cloudtrail } from './cloudtrail.ts';
import { ec2 } from './ec2.ts';
import { ecs } from './ecs.ts';
import { elbv2 } from './elbv2.ts';
import { iam } from './iam.ts';
import { rds } from './rds.ts';
import { route53 } from './route53.ts';
import { acm, applicationAutoscaling, autoscaling, dynamodb, lambda } from './running.ts';
import { s3, s3control } from './s3.ts';
import { sns } from './sns.ts';
import { ce, cloudwatch, logs } from './watching.ts';

/** What is asked of both sides, by service and operation: everything that both have and that reads. */
export const QUESTIONS: Readonly<Record<string, Readonly<Record<string, Questions>>>> = {
  acm,
  'application-autoscaling': applicationAutoscaling,
  autoscaling,
  ce,
  cloudtrail,
  cloudwatch,
  dynamodb,
  ec2,
  ecs,
  elbv2,
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
