import { of, type Sequence } from '../sequence.ts';

const web = {
  name: 'web',
  image: 'repo/web:1',
  essential: true,
  memory: 512,
  portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
  environment: [{ name: 'MODE', value: 'production' }],
};
const definition = {
  family: 'sequence-web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [web],
};
const UNKNOWN = 'arn:aws:ecs:us-east-1:123456789012:task-definition/nobodys:1';
const arn = of('registered', 'taskDefinition.taskDefinitionArn');
const tags = [
  { key: 'Team', value: 'shop' },
  { key: 'Stage', value: 'test' },
];

export const ecsTaskDefinition: Sequence = {
  name: 'task definition',
  steps: [
    ['registered', 'ecs:RegisterTaskDefinition', { ...definition, tags }],
    ['read', 'ecs:DescribeTaskDefinition', { taskDefinition: 'sequence-web', include: ['TAGS'] }],
    ['registered again', 'ecs:RegisterTaskDefinition', { ...definition, cpu: '512', memory: '1024' }],
    ['newest read', 'ecs:DescribeTaskDefinition', { taskDefinition: 'sequence-web' }],
    ['older read', 'ecs:DescribeTaskDefinition', { taskDefinition: 'sequence-web:1' }],
    ['both listed', 'ecs:ListTaskDefinitions', { familyPrefix: 'sequence-web' }],
    ['without family', 'ecs:RegisterTaskDefinition', { ...definition, family: undefined }],
    ['malformed family', 'ecs:RegisterTaskDefinition', { ...definition, family: 'no such name!' }],
    ['without containers', 'ecs:RegisterTaskDefinition', { ...definition, containerDefinitions: [] }],
    [
      'without image',
      'ecs:RegisterTaskDefinition',
      { ...definition, containerDefinitions: [{ ...web, image: undefined }] },
    ],
    ['same name twice', 'ecs:RegisterTaskDefinition', { ...definition, containerDefinitions: [web, web] }],
    ['Fargate without cpu', 'ecs:RegisterTaskDefinition', { ...definition, cpu: undefined }],
    ['Fargate with odd sizes', 'ecs:RegisterTaskDefinition', { ...definition, cpu: '256', memory: '8192' }],
    ['Fargate on a bridge', 'ecs:RegisterTaskDefinition', { ...definition, networkMode: 'bridge' }],
    ['of no network mode', 'ecs:RegisterTaskDefinition', { ...definition, networkMode: 'nobodys' }],
    ['tags', 'ecs:ListTagsForResource', { resourceArn: arn }],
    ['tagged', 'ecs:TagResource', { resourceArn: arn, tags: [{ key: 'Team', value: 'checkout' }] }],
    ['tagged with nothing', 'ecs:TagResource', { resourceArn: arn, tags: [] }],
    ['tagged as AWS', 'ecs:TagResource', { resourceArn: arn, tags: [{ key: 'aws:owner', value: 'x' }] }],
    ['untagged', 'ecs:UntagResource', { resourceArn: arn, tagKeys: ['Stage', 'nobodys'] }],
    ['tags after', 'ecs:ListTagsForResource', { resourceArn: arn }],
    ['tags of nobody', 'ecs:ListTagsForResource', { resourceArn: UNKNOWN }],
    ['tags of no ARN', 'ecs:ListTagsForResource', { resourceArn: 'abc' }],
    ['nobody tagged', 'ecs:TagResource', { resourceArn: UNKNOWN, tags }],
    ['nobody untagged', 'ecs:UntagResource', { resourceArn: UNKNOWN, tagKeys: ['Team'] }],
    ['deregistered', 'ecs:DeregisterTaskDefinition', { taskDefinition: 'sequence-web:1' }],
    ['deregistered again', 'ecs:DeregisterTaskDefinition', { taskDefinition: 'sequence-web:1' }],
    ['deregistered without revision', 'ecs:DeregisterTaskDefinition', { taskDefinition: 'sequence-web' }],
    ['nobody deregistered', 'ecs:DeregisterTaskDefinition', { taskDefinition: 'nobodys:1' }],
    ['read when inactive', 'ecs:DescribeTaskDefinition', { taskDefinition: 'sequence-web:1' }],
    ['active listed', 'ecs:ListTaskDefinitions', { familyPrefix: 'sequence-web' }],
    ['inactive listed', 'ecs:ListTaskDefinitions', { familyPrefix: 'sequence-web', status: 'INACTIVE' }],
    ['newest deregistered', 'ecs:DeregisterTaskDefinition', { taskDefinition: 'sequence-web:2' }],
    ['family read', 'ecs:DescribeTaskDefinition', { taskDefinition: 'sequence-web' }],
  ],
};
