import { first, type Role } from '../roles.ts';
import { of, type Sequence } from '../sequence.ts';
import { balancer, cluster, securityGroup, subnets, vpc } from './places.ts';

const definition = {
  family: 'sequence-shop',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    { name: 'web', image: 'repo/web:1', essential: true, memory: 512, portMappings: [{ containerPort: 8080 }] },
  ],
};
const targetGroup: Role = of('target group', 'TargetGroups.TargetGroupArn');
const serviceName = 'sequence-shop';
const plain = {
  cluster,
  serviceName,
  taskDefinition: 'sequence-shop:1',
  desiredCount: 1,
  launchType: 'FARGATE',
  networkConfiguration: {
    awsvpcConfiguration: { subnets, securityGroups: [securityGroup('app')], assignPublicIp: 'DISABLED' },
  },
};
const whole = {
  ...plain,
  loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'web', containerPort: 8080 }],
  healthCheckGracePeriodSeconds: 30,
  deploymentConfiguration: {
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    deploymentCircuitBreaker: { enable: true, rollback: true },
  },
  tags: [{ key: 'Team', value: 'shop' }],
  propagateTags: 'SERVICE',
};
const it = { cluster, service: serviceName };
/** What is refused is asked of this one, since moto does it. */
const other = { cluster, service: 'worker' };
const nobody = { cluster, service: 'nobodys' };
const arn = of('created', 'service.serviceArn');
const ALARMS = { alarmNames: ['production-db-cpu'], enable: true, rollback: true };

export const ecsService: Sequence = {
  name: 'service',
  steps: [
    ['first version', 'ecs:RegisterTaskDefinition', definition],
    ['second version', 'ecs:RegisterTaskDefinition', definition],
    [
      'target group',
      'elbv2:CreateTargetGroup',
      { Name: 'sequence-shop', Protocol: 'HTTP', Port: 8080, VpcId: vpc, TargetType: 'ip' },
    ],
    ['on no load balancer', 'ecs:CreateService', { ...whole, serviceName: 'sequence-refused-1' }],
    [
      'listener',
      'elbv2:CreateListener',
      {
        LoadBalancerArn: balancer,
        Protocol: 'HTTP',
        Port: 8090,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroup }],
      },
    ],
    ['without name', 'ecs:CreateService', { ...plain, serviceName: undefined }],
    ['without task definition', 'ecs:CreateService', { ...plain, serviceName: 'r2', taskDefinition: undefined }],
    ['task definition of nobody', 'ecs:CreateService', { ...plain, serviceName: 'r3', taskDefinition: 'nobodys:1' }],
    ['cluster of nobody', 'ecs:CreateService', { ...plain, serviceName: 'r4', cluster: 'nobodys' }],
    ['without network', 'ecs:CreateService', { ...plain, serviceName: 'r5', networkConfiguration: undefined }],
    ['negative count', 'ecs:CreateService', { ...plain, serviceName: 'r6', desiredCount: -1 }],
    [
      'container of nobody',
      'ecs:CreateService',
      { ...whole, serviceName: 'r7', loadBalancers: [{ ...whole.loadBalancers[0], containerName: 'nobodys' }] },
    ],
    ['created', 'ecs:CreateService', whole],
    ['read at once', 'ecs:DescribeServices', { cluster, services: [serviceName], include: ['TAGS'] }],
    { minutes: 10 },
    ['read when steady', 'ecs:DescribeServices', { cluster, services: [serviceName] }],
    ['its tags', 'ecs:ListTagsForResource', { resourceArn: arn }],
    ['tagged', 'ecs:TagResource', { resourceArn: arn, tags: [{ key: 'Team', value: 'checkout' }] }],
    ['untagged', 'ecs:UntagResource', { resourceArn: arn, tagKeys: ['Stage'] }],
    ['its tags after', 'ecs:ListTagsForResource', { resourceArn: arn }],
    ['scaled', 'ecs:UpdateService', { ...it, desiredCount: 2 }],
    { minutes: 10 },
    ['read when scaled', 'ecs:DescribeServices', { cluster, services: [serviceName] }],
    ['deployed', 'ecs:UpdateService', { ...it, taskDefinition: 'sequence-shop:2' }],
    { minutes: 10 },
    ['read when deployed', 'ecs:DescribeServices', { cluster, services: [serviceName] }],
    ['deployed anew', 'ecs:UpdateService', { ...it, forceNewDeployment: true, healthCheckGracePeriodSeconds: 60 }],
    { minutes: 10 },
    [
      'alarms given',
      'ecs:UpdateService',
      { ...it, deploymentConfiguration: { ...whole.deploymentConfiguration, alarms: ALARMS } },
    ],
    { minutes: 30 },
    ['service of nobody', 'ecs:UpdateService', { ...nobody, desiredCount: 1 }],
    ['in a cluster of nobody', 'ecs:UpdateService', { ...it, cluster: 'nobodys', desiredCount: 1 }],
    ['without service', 'ecs:UpdateService', { cluster, desiredCount: 1 }],
    ['to a version of nobody', 'ecs:UpdateService', { ...it, taskDefinition: 'sequence-shop:99' }],
    ['to a negative count', 'ecs:UpdateService', { ...other, desiredCount: -1 }],
    [
      'to percents that cannot be',
      'ecs:UpdateService',
      { ...other, deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 100 } },
    ],
    [
      'task stopped',
      'ecs:StopTask',
      {
        cluster,
        task: first('ecs:ListTasks', 'taskArns', { input: { cluster, desiredStatus: 'RUNNING' } }),
        reason: 'Drill',
      },
    ],
    ['task of nobody stopped', 'ecs:StopTask', { cluster, task: 'f'.repeat(32) }],
    ['task stopped in a cluster of nobody', 'ecs:StopTask', { cluster: 'nobodys', task: 'f'.repeat(32) }],
    ['no task stopped', 'ecs:StopTask', { cluster }],
    ['deleted while it runs', 'ecs:DeleteService', other],
    ['scaled to nothing', 'ecs:UpdateService', { ...it, desiredCount: 0 }],
    { minutes: 10 },
    ['deleted', 'ecs:DeleteService', it],
    { minutes: 30 },
    ['read when deleted', 'ecs:DescribeServices', { cluster, services: [serviceName] }],
    ['updated when deleted', 'ecs:UpdateService', { ...it, desiredCount: 0 }],
    ['deleted again', 'ecs:DeleteService', it],
    ['nobody deleted', 'ecs:DeleteService', nobody],
    ['one there is', 'ecs:CreateService', { ...plain, serviceName: 'api' }],
    ['created under the same name', 'ecs:CreateService', plain],
    { minutes: 5 },
    ['deleted by force', 'ecs:DeleteService', { ...it, force: true }],
  ],
};
