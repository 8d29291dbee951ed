import { expect, test } from 'vitest';
import { inProcessTransport } from '../in-process.ts';
import { adoptWorld } from './adopt.ts';
import type { Recording } from './recording.ts';

const ACCOUNT = '210987654321';
const REGION = 'eu-central-1';
const NOW = new Date('2026-03-02T10:00:00Z');
const ELB = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}`;
const GROUP = `${ELB}:targetgroup/shop/0123456789abcdef`;
const BALANCER = `${ELB}:loadbalancer/app/shop/0123456789abcdef`;
const LISTENER = `${ELB}:listener/app/shop/0123456789abcdef/fedcba9876543210`;
const NETWORK = { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } };
const DEFINITION = `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/shop:7`;

test.each([
  ['on instances', undefined, ['i-0a:32768', 'i-0a:32771']],
  ['on Fargate', NETWORK, ['10.1.0.4:80', '10.1.0.5:80']],
])(
  'a service %s can be scaled: its tasks are healthy where they were, new ones in the zones of the load balancer',
  async (_how, networkConfiguration, targets) => {
    const { world, assumed } = adopted([...shop({ networkConfiguration }), ...balancer(targets)]);
    const send = sender(world);
    expect(await send('ecs', 'DescribeServices', { cluster: 'shop', services: ['shop'] })).toMatchObject({
      services: [{ runningCount: 2, desiredCount: 2 }],
    });
    await send('ecs', 'UpdateService', { cluster: 'shop', service: 'shop', desiredCount: 3 });
    world.clock.advance(180_000);
    expect(await send('ecs', 'DescribeServices', { cluster: 'shop', services: ['shop'] })).toMatchObject({
      services: [{ runningCount: 3, desiredCount: 3, pendingCount: 0 }],
    });
    const health = await send('elbv2', 'DescribeTargetHealth', { TargetGroupArn: GROUP });
    expect(health).toMatchObject({
      TargetHealthDescriptions: [0, 1, 2].map(() => ({ TargetHealth: { State: 'healthy' } })),
    });
    const said = 'The tasks of shop run on instances: here each has an address of its own.';
    expect(assumed.includes(said)).toBe(networkConfiguration === undefined);
  },
);

test('a target that was unhealthy is replaced, as ECS would have done, and a healthy one is left alone', async () => {
  const { world } = adopted([...shop(), ...balancer(['10.1.0.4:80', '10.1.0.5:80'], 'unhealthy')]);
  const send = sender(world);
  await send('ecs', 'UpdateService', { cluster: 'shop', service: 'shop', desiredCount: 2, forceNewDeployment: false });
  world.clock.advance(1000);
  const health = await send('elbv2', 'DescribeTargetHealth', { TargetGroupArn: GROUP });
  expect(health).toMatchObject({
    TargetHealthDescriptions: [{ TargetHealth: { State: 'healthy' } }, { TargetHealth: { State: 'draining' } }],
  });
});

test('the same answers make the same world, whatever was done in another that they made', async () => {
  const recordings = [...shop(), ...balancer(['10.1.0.4:80', '10.1.0.5:80'])];
  const before = structuredClone(recordings);
  const first = adopted(recordings).world;
  await sender(first)('ecs', 'UpdateService', { cluster: 'shop', service: 'shop', desiredCount: 9 });
  await sender(first)('elbv2', 'DeleteListener', { ListenerArn: LISTENER });
  first.clock.advance(600_000);
  expect(recordings).toEqual(before);
  const again = sender(adopted(recordings).world);
  expect(await again('ecs', 'DescribeServices', { cluster: 'shop', services: ['shop'] })).toMatchObject({
    services: [{ desiredCount: 2 }],
  });
});

test('nothing else is there: neither the newcomer’s things nor what nobody asked for', async () => {
  const send = sender(adopted(shop()).world);
  expect(await send('rds', 'DescribeDBInstances', {})).toMatchObject({ DBInstances: [] });
  expect(await send('elbv2', 'DescribeLoadBalancers', {})).toMatchObject({ LoadBalancers: [] });
  expect(await send('ecs', 'ListServices', { cluster: 'shop' })).toMatchObject({
    serviceArns: [`arn:aws:ecs:${REGION}:${ACCOUNT}:service/shop/shop`],
  });
});

test('how many requests come is what was counted; where nobody counted, that is said', () => {
  const counted: Recording = {
    ...read('cloudwatch', 'GetMetricData', {
      MetricDataQueries: [
        {
          Id: 'requests',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/ApplicationELB',
              MetricName: 'RequestCount',
              Dimensions: [{ Name: 'LoadBalancer', Value: 'app/shop/0123456789abcdef' }],
            },
            Period: 60,
            Stat: 'Sum',
          },
        },
      ],
    }),
    answer: { MetricDataResults: [{ Id: 'requests', Timestamps: [NOW, NOW], Values: [100, 140] }] },
  };
  const known = [...shop(), ...balancer(['10.1.0.4:80', '10.1.0.5:80'])];
  expect(adopted([...known, counted]).assumed).toEqual([
    'shop goes on getting 120 requests a minute, spread evenly over its rules.',
  ]);
  expect(adopted(known).assumed).toEqual([
    'Nobody knows how many requests shop gets: 60 a minute, spread evenly over its rules, are taken.',
  ]);
});

function adopted(recordings: readonly Recording[]) {
  return adoptWorld({ recordings, accountId: ACCOUNT, region: REGION, calls: [], now: NOW });
}

function sender(world: ReturnType<typeof adopted>['world']) {
  const transport = inProcessTransport(world, ACCOUNT);
  return (service: string, operation: string, input: object) =>
    transport.send({ service, operation, input, region: REGION }, () => undefined);
}

function read(service: string, operation: string, input: object, answer: unknown = {}): Recording {
  return { service, operation, region: REGION, input, answer };
}

/** Two tasks of a service that has been as it is for a day. */
function shop(
  { networkConfiguration }: { networkConfiguration: object | undefined } = { networkConfiguration: NETWORK },
) {
  const deployedAt = new Date(NOW.getTime() - 86_400_000);
  const service = {
    serviceArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:service/shop/shop`,
    serviceName: 'shop',
    clusterArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/shop`,
    status: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    launchType: 'FARGATE',
    taskDefinition: DEFINITION,
    loadBalancers: [{ targetGroupArn: GROUP, containerName: 'shop', containerPort: 80 }],
    deployments: [
      {
        id: 'ecs-svc/1',
        status: 'PRIMARY',
        taskDefinition: DEFINITION,
        desiredCount: 2,
        runningCount: 2,
        pendingCount: 0,
        createdAt: deployedAt,
        updatedAt: deployedAt,
        rolloutState: 'COMPLETED',
      },
    ],
    networkConfiguration,
  };
  const containerDefinitions = [{ name: 'shop', image: 'shop:7', portMappings: [{ containerPort: 80 }] }];
  const taskDefinition = {
    taskDefinitionArn: DEFINITION,
    family: 'shop',
    revision: 7,
    status: 'ACTIVE',
    containerDefinitions,
  };
  return [
    read('ecs', 'DescribeServices', { cluster: 'shop', services: ['shop'] }, { services: [service], failures: [] }),
    read('ecs', 'DescribeTaskDefinition', { taskDefinition: DEFINITION }, { taskDefinition }),
  ];
}

/** A load balancer that forwards everything to the service's target group; the last target is in the given state. */
function balancer(targets: readonly string[], last = 'healthy'): Recording[] {
  const group = { TargetGroupArn: GROUP, TargetGroupName: 'shop', Protocol: 'HTTP', Port: 80, TargetType: 'ip' };
  const described = targets.map((target, index) => {
    const [Id, port] = target.split(':');
    const State = index === targets.length - 1 ? last : 'healthy';
    const AvailabilityZone = `${REGION}${index % 2 === 0 ? 'b' : 'c'}`;
    const zone = Id?.startsWith('i-') ? {} : { AvailabilityZone };
    return { Target: { Id, Port: Number(port), ...zone }, TargetHealth: { State } };
  });
  const AvailabilityZones = ['b', 'c'].map((zone) => ({ ZoneName: `${REGION}${zone}` }));
  const one = { LoadBalancerArn: BALANCER, LoadBalancerName: 'shop', Type: 'application', AvailabilityZones };
  const DefaultActions = [{ Type: 'forward', TargetGroupArn: GROUP }];
  const listener = { ListenerArn: LISTENER, LoadBalancerArn: BALANCER, Port: 80, Protocol: 'HTTP', DefaultActions };
  return [
    read('elbv2', 'DescribeTargetGroups', { TargetGroupArns: [GROUP] }, { TargetGroups: [group] }),
    read('elbv2', 'DescribeTargetHealth', { TargetGroupArn: GROUP }, { TargetHealthDescriptions: described }),
    read('elbv2', 'DescribeLoadBalancers', { LoadBalancerArns: [BALANCER] }, { LoadBalancers: [one] }),
    read('elbv2', 'DescribeListeners', { LoadBalancerArn: BALANCER }, { Listeners: [listener] }),
  ];
}
