import { listServiceDeployments, type Service, type ServiceDeploymentBrief } from '../../aws/ecs.ts';
import type { Aws } from '../../aws/execution.ts';
import type { AwsFault, FaultKind } from '../../aws/fault.ts';
import { settled } from '../../aws/read.ts';

export interface FailedDeployment {
  readonly failed: ServiceDeploymentBrief;
  /** When a later deployment of the service succeeded, if one did. */
  readonly repairedAt: Date | undefined;
}

export interface ServiceDeployments {
  readonly failed: FailedDeployment | undefined;
  /** For the evidence: `read`, or why not. */
  readonly read: string;
  readonly fault?: AwsFault;
  /** Whether asking again would give the same fault: the verdict has to stand on what the service itself told. */
  readonly unavailable: boolean;
}

/** A deployment with hooks and bake times may take long: what ended in the window may have begun well before it. */
const LONGEST_DEPLOYMENT_MS = 3 * 86_400_000;
const NOT_TO_BE_HAD: readonly FaultKind[] = ['access-denied', 'not-implemented', 'not-found', 'rejected'];

/** The newest service deployment that failed or was rolled back since an instant, if AWS lets us read them. */
export async function readFailedDeployment(aws: Aws, service: Service, since: Date): Promise<ServiceDeployments> {
  const answer = await settled(
    listServiceDeployments(aws, {
      cluster: service.clusterArn,
      service: service.serviceArn ?? service.serviceName,
      createdAt: { after: new Date(since.getTime() - LONGEST_DEPLOYMENT_MS) },
    }),
  );
  if (!answer.ok) {
    const { fault } = answer;
    return { failed: undefined, read: fault.message, fault, unavailable: NOT_TO_BE_HAD.includes(fault.facts.kind) };
  }
  const newestFirst = answer.value.toSorted((a, b) => begun(b) - begun(a));
  const failed = newestFirst.find((deployment) => isBad(deployment) && endedSince(deployment, since));
  return { failed: failed && withRepair(failed, newestFirst), read: 'read', unavailable: false };
}

/**
 * STOPPED is also what becomes of a deployment that a newer one overtook: it is a failure where AWS gives one as reason.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeploymentBrief.html
 */
function isBad({ status, statusReason = '' }: ServiceDeploymentBrief): boolean {
  switch (status) {
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
    case 'ROLLBACK_SUCCESSFUL':
    case 'ROLLBACK_FAILED':
      return true;
    case 'STOPPED':
      return /fail|circuit breaker|alarm/i.test(statusReason);
    case 'IN_PROGRESS':
    case 'PENDING':
    case 'STOP_REQUESTED':
    case 'SUCCESSFUL':
    case undefined:
      return false;
  }
}

function endedSince({ finishedAt }: ServiceDeploymentBrief, since: Date): boolean {
  return finishedAt === undefined || finishedAt >= since;
}

function withRepair(failed: ServiceDeploymentBrief, all: readonly ServiceDeploymentBrief[]): FailedDeployment {
  const later = all.find((other) => other.status === 'SUCCESSFUL' && begun(other) > begun(failed));
  return { failed, repairedAt: later?.finishedAt };
}

function begun({ createdAt, startedAt }: ServiceDeploymentBrief): number {
  return (createdAt ?? startedAt)?.getTime() ?? 0;
}
