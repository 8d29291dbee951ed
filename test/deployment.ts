import type { ProgressEvent } from '../src/engine/execute/ports.ts';
import { createMemory, type Memory, type MemoryOptions } from '../src/engine/memory/ports.ts';
import type { Outcome } from '../src/model/execution.ts';
import type { Plan } from '../src/model/plan.ts';
import { SANDBOX_ACCOUNT, SANDBOX_REGION } from '../src/sandbox/create.ts';
import { SERVICE_HANDLERS } from '../src/sandbox/dispatch.ts';
import { LOAD_BALANCERS, loadBalancerArn, targetGroupArn } from '../src/sandbox/world/newcomer/cast.ts';
import { setRequests } from '../src/sandbox/world/traffic/arrange.ts';
import { type Ledger, trafficBetween } from '../src/sandbox/world/traffic/ledger.ts';
import { setBehaviour, type VersionBehaviour } from '../src/sandbox/world/versions.ts';
import { createStage, type Stage, type StageOptions } from './runbook.ts';

/** A record of its own, for an execution beside others. */
export function freshMemory(): Memory {
  return createMemory();
}

/** From now on so many requests a second arrive at a load balancer. */
export function sendRequests({ world }: Stage, loadBalancerArn: string, perSecond: number): void {
  const region = world.region(PLACE.accountId, PLACE.region);
  const listener = region.elbv2.listeners.find((one) => one.LoadBalancerArn === loadBalancerArn);
  setRequests(region, listener?.ListenerArn ?? '', { perSecond });
}

export const PLACE = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
export const WEB = { cluster: 'production-cluster', service: 'web-service', taskDefinition: 'web-service:42' };

/** The stage on which web-service is deployed, and what a test wants to know of it or do to it. */
export interface DeploymentStage extends Stage {
  /** What anybody else with access to the account does, at once. @throws SandboxError */
  readonly elsewhere: (service: string, operation: string, input: object) => object;
  behave(version: string, behaviour: Partial<VersionBehaviour>): void;
  /** By rule: what each target group gets, `web-service-blue 90, web-service-green 10`. */
  shares(): string[];
  /** `3 of 3` tasks, or how a service that has none ended. */
  tasks(service: string): string;
  traffic(from: Date, to?: Date): Ledger;
  trafficOf(loadBalancerArn: string, from: Date): Ledger;
  /** As an execution of its own, which knows nothing of others. */
  executeAnew(plan: Plan, name: string, options?: Partial<MemoryOptions>): Promise<Outcome>;
  /** Kills the executor at the first event that fits, before it is written down. */
  executeUntil(plan: Plan, fits: (event: ProgressEvent) => boolean, options?: Partial<MemoryOptions>): Promise<void>;
}

export function createDeploymentStage(options: StageOptions = {}): DeploymentStage {
  const stage = createStage(options);
  const { world } = stage;
  const region = () => world.region(PLACE.accountId, PLACE.region);
  const executor = (name: string) => `${name.padEnd(8, '0').slice(0, 8)}-0000-4000-8000-000000000000`;

  return {
    ...stage,
    elsewhere(service, operation, input) {
      const handler = SERVICE_HANDLERS[service]?.[operation];
      if (!handler) throw new Error(`the sandbox has no ${service}:${operation}`);
      const context = { world, account: world.account(PLACE.accountId), region: region(), now: world.clock.now() };
      return handler(input as never, { ...context, requestId: 'elsewhere', accessKeyId: 'AKIAELSEWHERE' });
    },
    behave(version, behaviour) {
      setBehaviour(region(), `arn:aws:ecs:${PLACE.region}:${PLACE.accountId}:task-definition/${version}`, behaviour);
    },
    shares() {
      const { rules, listeners } = region().elbv2;
      const own = listeners
        .filter(({ LoadBalancerArn: arn }) => arn === BALANCER)
        .map(({ ListenerArn }) => ListenerArn);
      return rules
        .filter(({ ListenerArn }) => own.includes(ListenerArn))
        .flatMap(({ Actions = [] }) =>
          Actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? []).length === 0
            ? []
            : [
                Actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? [])
                  .map(partOf)
                  .join(', '),
              ],
        )
        .filter((text) => text.includes('web-service'));
    },
    tasks(name) {
      const found = region().ecs.services.find(
        ({ serviceName, clusterArn }) => serviceName === name && clusterArn?.endsWith('production-cluster'),
      );
      if (!found) return 'never there';
      return found.status === 'ACTIVE' ? `${found.runningCount} of ${found.desiredCount}` : (found.status ?? '');
    },
    traffic: (from, to = world.clock.now()) => trafficBetween(world, { ...PLACE, loadBalancerArn: BALANCER }, from, to),
    trafficOf: (loadBalancerArn, from) => trafficBetween(world, { ...PLACE, loadBalancerArn }, from, world.clock.now()),
    executeAnew: (plan, name, own = {}) =>
      stage.execute(plan, { memory: createMemory(), executionId: executor(name), ...own }),
    async executeUntil(plan, fits, own = {}) {
      const killed = new Error('killed');
      let alive = true;
      try {
        await stage.execute(plan, {
          ...own,
          progress(event) {
            stage.events.push(event);
            if (!fits(event) || !alive) return;
            alive = false;
            throw killed;
          },
        });
      } catch (error) {
        if (error === killed) return;
        throw error;
      }
      throw new Error('the executor came to its end, and was never killed');
    },
  };
}

const BALANCER = loadBalancerArn(PLACE, LOAD_BALANCERS.production);
/** Of the version that serves customers to begin with. */
export const WEB_GROUP = targetGroupArn(PLACE, 'web-service-blue');

function partOf({
  TargetGroupArn: arn = '',
  Weight = 1,
}: {
  TargetGroupArn?: string | undefined;
  Weight?: number | undefined;
}) {
  return `${arn.split('/')[1]} ${Weight}`;
}
