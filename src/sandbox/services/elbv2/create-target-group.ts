import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { requireHealthCheck } from './health-check-settings.ts';
import { invalid, missing, newId } from './lookup.ts';
import { requireNewTags } from './tag-limits.ts';
import { groupAsShown } from './target-groups.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_GROUPS = 3000;

/**
 * The same settings again are the same target group; other settings under its name are refused.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 */
export function createTargetGroup(
  input: CreateTargetGroupInput,
  { region, account }: SandboxContext,
): CreateTargetGroupOutput {
  const state = region.elbv2;
  const settings = settingsOf(input);
  const { TargetGroupName: name = '' } = settings;
  requireHealthCheck(settings);
  requireVpc(region.ec2.vpcs, input.VpcId);
  requireNewTags([], input.Tags);
  const known = state.targetGroups.find(({ TargetGroupName }) => TargetGroupName === name);
  if (known && !isSame(known, settings)) {
    const message = `A target group with the same name '${name}' exists, but with different settings`;
    throw new SandboxError('DuplicateTargetGroupName', message);
  }
  if (known) return { TargetGroups: [groupAsShown(state, known)] };
  if (state.targetGroups.length >= MOST_GROUPS) {
    throw new SandboxError(
      'TooManyTargetGroups',
      `The maximum number of target groups has been reached: ${MOST_GROUPS}`,
    );
  }
  const id = newId(region, 'targetgroup', name);
  const arn = `arn:aws:elasticloadbalancing:${region.name}:${account.id}:targetgroup/${name}/${id}`;
  const group: TargetGroup = { TargetGroupArn: arn, ...settings };
  state.targetGroups.push(group);
  state.targets.set(arn, []);
  state.tags.set(arn, [...(input.Tags ?? [])]);
  return { TargetGroups: [groupAsShown(state, group)] };
}

const TARGET_TYPES = ['instance', 'ip', 'lambda', 'alb'] as const;
const PROTOCOLS = ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP'] as const;

function settingsOf(input: CreateTargetGroupInput): TargetGroup {
  const { Name: name, TargetType: targetType = 'instance', Protocol: protocol, Port: port, VpcId: vpcId } = input;
  requireName(name);
  if (targetType === 'lambda') throw new SandboxError('NotImplemented', 'The sandbox has no Lambda targets.', 501);
  if (!TARGET_TYPES.some((known) => known === targetType)) {
    throw invalid(
      `1 validation error detected: Value '${targetType}' at 'targetType' failed to satisfy constraint: ` +
        `Member must satisfy enum value set: [${TARGET_TYPES.join(', ')}]`,
    );
  }
  if (protocol === undefined) throw invalid('A protocol must be specified');
  if (port === undefined) throw invalid('A port must be specified');
  if (vpcId === undefined) throw invalid('A VPC ID must be specified');
  if (!PROTOCOLS.some((known) => known === protocol)) {
    throw invalid(
      `1 validation error detected: Value '${protocol}' at 'protocol' failed to satisfy constraint: ` +
        `Member must satisfy enum value set: [${PROTOCOLS.join(', ')}]`,
    );
  }
  if (port < 1 || port > 65_535) throw invalid(`Target group port '${port}' must be between '1-65535' inclusive`);
  const http = protocol.startsWith('HTTP');
  const checkedBy = input.HealthCheckProtocol ?? (http ? 'HTTP' : 'TCP');
  return {
    TargetGroupName: name,
    Protocol: protocol,
    Port: port,
    VpcId: vpcId,
    HealthCheckProtocol: checkedBy,
    HealthCheckPort: input.HealthCheckPort ?? 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: input.HealthCheckIntervalSeconds ?? 30,
    // The user guide's default; the API's page names another.
    HealthCheckTimeoutSeconds: input.HealthCheckTimeoutSeconds ?? (http ? 5 : 10),
    HealthyThresholdCount: input.HealthyThresholdCount ?? 5,
    UnhealthyThresholdCount: input.UnhealthyThresholdCount ?? 2,
    ...(checkedBy.startsWith('HTTP') && {
      HealthCheckPath: input.HealthCheckPath ?? '/',
      Matcher: input.Matcher ? { ...input.Matcher } : { HttpCode: http ? '200' : '200-399' },
    }),
    ...(http && { ProtocolVersion: input.ProtocolVersion ?? 'HTTP1' }),
    TargetType: targetType,
    IpAddressType: input.IpAddressType ?? 'ipv4',
  };
}

function requireName(name: string | undefined): asserts name is string {
  if (!name) throw missing('Name');
  if (name.length > 32) throw invalid(`Target group name '${name}' cannot be longer than '32' characters`);
  if (!/^[a-zA-Z0-9-]+$/.test(name)) {
    throw invalid(
      `Target group name '${name}' can only contain characters that are alphanumeric characters or hyphens(-)`,
    );
  }
  if (/^-|-$/.test(name)) throw invalid(`Target group name '${name}' cannot begin or end with '-'`);
}

function requireVpc(vpcs: readonly { readonly VpcId?: string | undefined }[], id: string | undefined): void {
  if (!vpcs.some(({ VpcId }) => VpcId === id)) throw invalid(`The VPC ID '${id}' is not found`);
}

function isSame({ TargetGroupArn: _arn, LoadBalancerArns: _balancers, ...known }: TargetGroup, wanted: TargetGroup) {
  const entries = (group: TargetGroup) => Object.entries(group).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries(known)) === JSON.stringify(entries(wanted));
}
