import type {
  Action,
  CreateListenerCommandOutput,
  CreateRuleCommandOutput,
  CreateTargetGroupCommandOutput,
  DescribeListenersCommandOutput,
  DescribeRulesCommandOutput,
  DescribeTagsCommandOutput,
  DescribeTargetGroupAttributesCommandOutput,
  DescribeTargetGroupsCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import { ec2Id, loadBalancerArn, targetGroupArn } from '../../world/newcomer/cast.ts';
import type { World } from '../../world/world.ts';

const PLACE = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
const PRODUCTION = loadBalancerArn(PLACE, 'production-alb');
const WEB = targetGroupArn(PLACE, 'web-service-blue');
const PATH = [{ Field: 'path-pattern', Values: ['/new/*'] }];
const GREEN = {
  Name: 'web-service-green',
  Protocol: 'HTTP',
  Port: 8080,
  VpcId: ec2Id(PLACE, 'vpc', 'production'),
  TargetType: 'ip',
};
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function ask<O>(operation: string, input: object): Promise<O> {
  const request = { service: 'elbv2', operation, accessKeyId: 'AKIASANDBOX', requestId: 'one' };
  return dispatch(world, { ...request, ...PLACE }, input) as Promise<O>;
}

function state() {
  return world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).elbv2;
}

async function refused(operation: string, input: object, code: string, words = ''): Promise<void> {
  const error = { code, message: expect.stringContaining(words) };
  await expect(ask(operation, input), operation).rejects.toMatchObject(error);
}

async function green(more: object = {}): Promise<string> {
  const answer = await ask<CreateTargetGroupCommandOutput>('CreateTargetGroup', { ...GREEN, ...more });
  return answer.TargetGroups?.[0]?.TargetGroupArn ?? '';
}

function https(): string {
  const own = state().listeners.filter(({ LoadBalancerArn }) => LoadBalancerArn === PRODUCTION);
  return own.find(({ Port }) => Port === 443)?.ListenerArn ?? '';
}

function to(...groups: readonly (readonly [arn: string, weight: number])[]): Action {
  return {
    Type: 'forward',
    ForwardConfig: { TargetGroups: groups.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) },
  };
}

async function rule(
  priority: number,
  actions: readonly Action[],
  conditions: readonly object[] = PATH,
): Promise<string> {
  const input = { ListenerArn: https(), Priority: priority, Conditions: conditions, Actions: actions };
  const answer = await ask<CreateRuleCommandOutput>('CreateRule', input);
  return answer.Rules?.[0]?.RuleArn ?? '';
}

async function rules() {
  const answer = await ask<DescribeRulesCommandOutput>('DescribeRules', { ListenerArn: https() });
  return answer.Rules ?? [];
}

test('a target group is made once: the same settings are the same group, others under its name are refused', async () => {
  const first = await green({ Tags: [{ Key: 'Colour', Value: 'green' }] });
  expect(first).toMatch(
    /^arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup\/web-service-green\/[0-9a-f]{16}$/,
  );
  expect(await green()).toBe(first);
  await refused(
    'CreateTargetGroup',
    { ...GREEN, Port: 9090 },
    'DuplicateTargetGroupName',
    "A target group with the same name 'web-service-green' exists, but with different settings",
  );
  const shown = await ask<DescribeTargetGroupsCommandOutput>('DescribeTargetGroups', { Names: [GREEN.Name] });
  expect(shown.TargetGroups?.[0]).toMatchObject({
    HealthCheckPath: '/',
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    Matcher: { HttpCode: '200' },
    LoadBalancerArns: [],
  });
});

test('a target group that AWS would not take is refused in its words', async () => {
  const bad = (more: object, words: string) =>
    refused('CreateTargetGroup', { ...GREEN, ...more }, 'ValidationError', words);
  await bad({ Name: 'a'.repeat(33) }, "cannot be longer than '32' characters");
  await bad({ Name: 'web_green' }, 'alphanumeric characters or hyphens');
  await bad({ Name: '-green' }, "cannot begin or end with '-'");
  await bad({ VpcId: 'vpc-ghost' }, "The VPC ID 'vpc-ghost' is not found");
  await bad({ Port: undefined }, 'A port must be specified');
  await bad({ TargetType: 'nobodys' }, "Value 'nobodys' at 'targetType'");
  await bad({ HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 }, 'must be smaller than the interval');
  await bad({ HealthyThresholdCount: 11 }, 'less than or equal to 10');
  expect(state().targetGroups.filter(({ TargetGroupName }) => TargetGroupName === GREEN.Name)).toEqual([]);
});

test('a target group in use cannot be deleted, with whatever weight, and goes when nothing forwards to it', async () => {
  const arn = await green();
  const made = await rule(5, [to([WEB, 1], [arn, 0])]);
  const words = `Target group '${arn}' is currently in use by a listener or a rule`;
  await refused('DeleteTargetGroup', { TargetGroupArn: arn }, 'ResourceInUse', words);
  await ask('DeleteRule', { RuleArn: made });
  await ask('DeleteTargetGroup', { TargetGroupArn: arn });
  await refused('DescribeTargetGroups', { TargetGroupArns: [arn] }, 'TargetGroupNotFound');
  expect(await ask('DeleteTargetGroup', { TargetGroupArn: arn })).toEqual({});
});

test('only the health checks of a target group can be modified, and only within their ranges', async () => {
  const arn = await green();
  const changes = { HealthCheckPath: '/ready', HealthCheckIntervalSeconds: 10, Matcher: { HttpCode: '200-299' } };
  await ask('ModifyTargetGroup', { TargetGroupArn: arn, ...changes });
  const shown = await ask<DescribeTargetGroupsCommandOutput>('DescribeTargetGroups', { TargetGroupArns: [arn] });
  expect(shown.TargetGroups?.[0]).toMatchObject({ ...changes, Port: 8080, HealthyThresholdCount: 5 });
  await refused('ModifyTargetGroup', { TargetGroupArn: arn, HealthCheckPath: 'ready' }, 'ValidationError');
  await refused('ModifyTargetGroup', { TargetGroupArn: arn, HealthCheckIntervalSeconds: 301 }, 'ValidationError');
});

test('attributes keep what is not named, and know their keys and values', async () => {
  const input = { TargetGroupArn: WEB };
  const set = (Key: string, Value: string) => ({ ...input, Attributes: [{ Key, Value }] });
  await ask('ModifyTargetGroupAttributes', set('stickiness.enabled', 'true'));
  await ask('ModifyTargetGroupAttributes', set('deregistration_delay.timeout_seconds', '30'));
  const shown = await ask<DescribeTargetGroupAttributesCommandOutput>('DescribeTargetGroupAttributes', input);
  expect(shown.Attributes).toEqual(
    expect.arrayContaining([
      { Key: 'stickiness.enabled', Value: 'true' },
      { Key: 'deregistration_delay.timeout_seconds', Value: '30' },
    ]),
  );
  const modify = 'ModifyTargetGroupAttributes';
  await refused(modify, set('deregistration_delay.timeout_seconds', '3601'), 'ValidationError', '0-3600');
  await refused(modify, set('stickiness.enabled', 'yes'), 'ValidationError');
  await refused(modify, set('ghost', '1'), 'ValidationError', "attribute key 'ghost' is not recognized");
  await refused(modify, set('stickiness.type', 'source_ip'), 'InvalidConfigurationRequest', 'HTTP protocol');
  const balancer = { LoadBalancerArn: PRODUCTION, Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '0' }] };
  await refused('ModifyLoadBalancerAttributes', balancer, 'ValidationError', '1-4000');
});

test('a rule has a priority of its own, conditions and one answering action', async () => {
  const good = { ListenerArn: https(), Priority: 30, Conditions: PATH, Actions: [to([WEB, 1])] };
  const bad = (more: object, code: string, words: string) => refused('CreateRule', { ...good, ...more }, code, words);
  await bad({ Priority: 10 }, 'PriorityInUse', "Priority '10' is currently in use");
  await bad({ Priority: 50_001 }, 'ValidationError', 'less than or equal to 50000');
  await bad({ Conditions: [] }, 'ValidationError', 'A condition must be specified');
  await bad({ Conditions: [{ Values: ['/'] }] }, 'ValidationError', 'A condition field must be specified');
  await bad({ Conditions: [{ Field: 'colour', Values: ['/'] }] }, 'ValidationError', 'must be one of');
  const six = Array.from({ length: 6 }, (_, index) => `/${index}`);
  const tooMany = [{ Field: 'path-pattern', PathPatternConfig: { Values: six } }];
  await bad({ Conditions: tooMany }, 'ValidationError', "A rule can only have '5' condition values");
  await bad({ Actions: [to([WEB, 1000])] }, 'ValidationError', 'must be between 0 and 999, inclusive');
  await bad({ Actions: [to([targetGroupArn(PLACE, 'ghost'), 1])] }, 'TargetGroupNotFound', 'ghost');
  await bad({ Actions: [to([WEB, 1]), to([WEB, 1])] }, 'InvalidLoadBalancerAction', 'Exactly one action');
  const staging = targetGroupArn(PLACE, 'staging-web');
  await bad({ Actions: [to([staging, 1])] }, 'TargetGroupAssociationLimit', 'more than one load balancer');
  const tcp = await green({ Name: 'tcp', Protocol: 'TCP' });
  await bad(
    { Actions: [to([tcp, 1])] },
    'IncompatibleProtocols',
    "not supported by load balancers of type 'application'",
  );
  const elsewhere = await green({ Name: 'elsewhere', VpcId: ec2Id(PLACE, 'vpc', 'staging') });
  await bad({ Actions: [to([elsewhere, 1])] }, 'InvalidConfigurationRequest', 'same VPC');
  expect((await rules()).map(({ Priority }) => Priority)).toEqual(['10', '20', 'default']);
});

test('a load balancer holds a hundred rules, the default ones not counted', async () => {
  for (let priority = 100; priority < 198; priority += 1) await rule(priority, [to([WEB, 1])]);
  const one = { ListenerArn: https(), Priority: 300, Conditions: PATH, Actions: [to([WEB, 1])] };
  await refused('CreateRule', one, 'TooManyRules');
  expect(await rules()).toHaveLength(101);
});

test('weights and stickiness are shown as they were set, and one group alone is named by itself too', async () => {
  const arn = await green();
  const sticky = { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 600 } };
  const two = to([WEB, 90], [arn, 10]);
  await rule(5, [{ ...two, ForwardConfig: { ...two.ForwardConfig, ...sticky } }]);
  await rule(6, [{ Type: 'forward', TargetGroupArn: arn }]);
  const [first, second] = await rules();
  expect(first?.Actions).toEqual([
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: WEB, Weight: 90 },
          { TargetGroupArn: arn, Weight: 10 },
        ],
        ...sticky,
      },
    },
  ]);
  expect(second?.Actions).toEqual([
    {
      Type: 'forward',
      TargetGroupArn: arn,
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: arn, Weight: 1 }],
        TargetGroupStickinessConfig: { Enabled: false },
      },
    },
  ]);
  expect(first?.Conditions?.[0]?.PathPatternConfig).toEqual({ Values: ['/new/*'] });
});

test('where clients keep to a target, a rule with several groups has to keep them to a group', async () => {
  const arn = await green();
  const stick = { TargetGroupArn: WEB, Attributes: [{ Key: 'stickiness.enabled', Value: 'true' }] };
  const two = to([WEB, 90], [arn, 10]);
  await rule(5, [two]);
  await refused('ModifyTargetGroupAttributes', stick, 'InvalidConfigurationRequest', 'group stickiness disabled');
  const sticky = { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 1 } };
  const kept = { ...two, ForwardConfig: { ...two.ForwardConfig, ...sticky } };
  const { RuleArn } = (await rules())[0] ?? {};
  await ask('ModifyRule', { RuleArn, Actions: [kept] });
  await ask('ModifyTargetGroupAttributes', stick);
  const loose = { RuleArn, Actions: [two] };
  await refused('ModifyRule', loose, 'InvalidConfigurationRequest', 'must enable group stickiness');
  await ask('ModifyRule', { RuleArn, Actions: [to([WEB, 1])] });
  expect((await rules())[0]?.Actions?.[0]?.TargetGroupArn).toBe(WEB);
});

test('the default rule is changed through its listener, and only there', async () => {
  const arn = await green();
  const fallback = (await rules()).at(-1)?.RuleArn ?? '';
  const change = { RuleArn: fallback, Actions: [to([arn, 1])] };
  await refused('ModifyRule', change, 'OperationNotPermitted', `Default rule '${fallback}' cannot be modified`);
  await refused('DeleteRule', { RuleArn: fallback }, 'OperationNotPermitted');
  const priorities = { RulePriorities: [{ RuleArn: fallback, Priority: 1 }] };
  await refused('SetRulePriorities', priorities, 'OperationNotPermitted');
  await ask('ModifyListener', { ListenerArn: https(), DefaultActions: [to([WEB, 3], [arn, 1])] });
  const listener = await ask<DescribeListenersCommandOutput>('DescribeListeners', { ListenerArns: [https()] });
  expect((await rules()).at(-1)?.Actions).toEqual(listener.Listeners?.[0]?.DefaultActions);
  expect(listener.Listeners?.[0]).toMatchObject({ Port: 443, Protocol: 'HTTPS' });
  expect(listener.Listeners?.[0]?.Certificates).toHaveLength(1);
});

test('authentication is kept and its secret is not shown, so that who rewrites the rule must say that it stays', async () => {
  const oidc = {
    Issuer: 'https://id.example.com',
    AuthorizationEndpoint: 'https://id.example.com/authorize',
    TokenEndpoint: 'https://id.example.com/token',
    UserInfoEndpoint: 'https://id.example.com/user',
    ClientId: 'shop',
  };
  const signIn = (more: object): Action => ({
    Type: 'authenticate-oidc',
    Order: 1,
    AuthenticateOidcConfig: { ...oidc, ...more },
  });
  const answer = { ...to([WEB, 1]), Order: 2 };
  const arn = await rule(5, [signIn({ ClientSecret: 'hush' }), answer]);
  const shown = (await rules())[0]?.Actions ?? [];
  expect(JSON.stringify(shown)).not.toContain('hush');
  expect(shown[0]?.AuthenticateOidcConfig).toMatchObject({ Scope: 'openid', SessionTimeout: 604_800 });
  await refused('ModifyRule', { RuleArn: arn, Actions: shown }, 'ValidationError', 'A client secret must be specified');
  await ask('ModifyRule', { RuleArn: arn, Actions: [signIn({ UseExistingClientSecret: true }), answer] });
  expect((await rules())[0]?.Actions).toHaveLength(2);
});

test('priorities are set together: two rules change places, and none takes that of a third', async () => {
  const [api, web] = await rules();
  const swap = [
    { RuleArn: api?.RuleArn, Priority: 20 },
    { RuleArn: web?.RuleArn, Priority: 10 },
  ];
  await ask('SetRulePriorities', { RulePriorities: swap });
  expect((await rules())[0]?.RuleArn).toBe(web?.RuleArn);
  const taken = [{ RuleArn: api?.RuleArn, Priority: 10 }];
  await refused('SetRulePriorities', { RulePriorities: taken }, 'PriorityInUse', "Priority '10' is currently in use");
});

test('a listener has a port of its own and its certificate, and takes its rules with it', async () => {
  const input = { LoadBalancerArn: PRODUCTION, Port: 8443, Protocol: 'HTTP', DefaultActions: [to([WEB, 1])] };
  const made = await ask<CreateListenerCommandOutput>('CreateListener', input);
  const arn = made.Listeners?.[0]?.ListenerArn;
  const again = await ask<CreateListenerCommandOutput>('CreateListener', input);
  expect(again.Listeners?.[0]?.ListenerArn).toBe(arn);
  const different = {
    ...input,
    DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
  };
  await refused('CreateListener', different, 'DuplicateListener', 'A listener already exists on this port');
  await refused('ModifyListener', { ListenerArn: arn, Port: 443 }, 'ValidationError', "port '443' is already in use");
  const secure = { ...input, Port: 9443, Protocol: 'HTTPS' };
  await refused('CreateListener', secure, 'ValidationError', 'A certificate must be specified for HTTPS listeners');
  await refused('CreateListener', { ...input, Port: 9443, Protocol: 'TCP' }, 'ValidationError', 'HTTP, HTTPS');
  const path = { ListenerArn: arn, Priority: 1, Conditions: PATH, Actions: [to([WEB, 1])] };
  const { Rules: [own] = [] } = await ask<CreateRuleCommandOutput>('CreateRule', path);
  await ask('DeleteListener', { ListenerArn: arn });
  await refused('DescribeRules', { RuleArns: [own?.RuleArn] }, 'RuleNotFound');
  await refused('DescribeListeners', { ListenerArns: [arn] }, 'ListenerNotFound');
});

test('a load balancer that has nothing forwarding to a group any more is not shown with it', async () => {
  const arn = await green();
  const made = await rule(5, [to([arn, 1])]);
  const attached = async () => {
    const answer = await ask<DescribeTargetGroupsCommandOutput>('DescribeTargetGroups', { TargetGroupArns: [arn] });
    return answer.TargetGroups?.[0]?.LoadBalancerArns;
  };
  expect(await attached()).toEqual([PRODUCTION]);
  await ask('ModifyRule', { RuleArn: made, Actions: [to([WEB, 1])] });
  expect(await attached()).toEqual([]);
});

test('where the sandbox is told to lag, a change is answered and not seen for so long', async () => {
  state().knobs.lagMs = 4000;
  const arn = await green();
  const [api] = await rules();
  const answer = await ask<DescribeRulesCommandOutput>('ModifyRule', {
    RuleArn: api?.RuleArn,
    Actions: [to([arn, 1])],
  });
  expect(answer.Rules?.[0]?.Actions?.[0]?.TargetGroupArn).toBe(arn);
  expect((await rules())[0]?.Actions).toEqual(api?.Actions);
  await ask('ModifyListener', { ListenerArn: https(), DefaultActions: [to([arn, 1])] });
  world.clock.advance(3999);
  expect((await rules())[0]?.Actions).toEqual(api?.Actions);
  world.clock.advance(1);
  expect((await rules()).map(({ Actions }) => Actions?.[0]?.TargetGroupArn)).toEqual([arn, WEB, arn]);
});

test('tags can be put on and taken off everything that has an ARN', async () => {
  const arn = await rule(5, [to([WEB, 1])]);
  for (const resource of [arn, https(), WEB, PRODUCTION]) {
    const own = { ResourceArns: [resource] };
    await ask('AddTags', { ...own, Tags: [{ Key: 'opsbook', Value: 'one' }] });
    await ask('AddTags', { ...own, Tags: [{ Key: 'opsbook', Value: 'two' }] });
    const shown = await ask<DescribeTagsCommandOutput>('DescribeTags', own);
    expect(shown.TagDescriptions?.[0]?.Tags).toContainEqual({ Key: 'opsbook', Value: 'two' });
    await ask('RemoveTags', { ...own, TagKeys: ['opsbook'] });
    const after = await ask<DescribeTagsCommandOutput>('DescribeTags', own);
    expect(after.TagDescriptions?.[0]?.Tags?.map(({ Key }) => Key)).not.toContain('opsbook');
  }
  const twice = [1, 2].map(() => ({ Key: 'a', Value: 'b' }));
  await refused('AddTags', { ResourceArns: [WEB], Tags: twice }, 'DuplicateTagKeys');
  await refused('AddTags', { ResourceArns: [`${arn}0`], Tags: [{ Key: 'a' }] }, 'RuleNotFound');
});

test('what a caller does to its request afterwards changes nothing here', async () => {
  const condition = { Field: 'path-pattern', Values: ['/new/*'] };
  const action = to([WEB, 1]);
  await rule(5, [action], [condition]);
  condition.Values[0] = '/other';
  action.ForwardConfig?.TargetGroups?.splice(0);
  expect((await rules())[0]).toMatchObject({ Conditions: [{ Values: ['/new/*'] }] });
  expect((await rules())[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups).toHaveLength(1);
});

test('the same world makes the same ids, and a group that is made again gets another', async () => {
  const first = await green();
  await ask('DeleteTargetGroup', { TargetGroupArn: first });
  const second = await green();
  expect(second).not.toBe(first);
  world = createSandbox();
  expect(await green()).toBe(first);
});
