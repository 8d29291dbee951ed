import type { Service } from '../../../aws/ecs.ts';
import type { LoadBalancer } from '../../../aws/elbv2.ts';
import type { Referable } from '../../../aws/changes/planned.ts';
import type { GroupRef } from '../../conditions/elbv2.ts';
import type { ServiceScaling } from '../../look/autoscaling.ts';
import type { ServiceName } from '../../look/ecs-service.ts';
import type { ListenerRule } from '../../look/listener-rules.ts';
import type { WholeTargetGroup } from '../../look/target-group.ts';

/** A colour that stands. */
export interface Standing {
  readonly name: string;
  readonly named: ServiceName;
  readonly service: Service;
  readonly group: WholeTargetGroup;
  readonly scaling: ServiceScaling | undefined;
}

/** The colour that serves customers, which is to be replaced. */
export interface Blue extends Standing {
  /** Tasks that it runs, or wants to. */
  readonly count: number;
  /** Those that forward to it: all of them move. */
  readonly rules: readonly ListenerRule[];
  readonly loadBalancer: LoadBalancer;
}

/** The colour that takes its place: it stands already, or a step makes it. */
export interface Green {
  readonly name: string;
  readonly named: ServiceName;
  readonly group: GroupRef;
  /** The value of CloudWatch's `TargetGroup` dimension. */
  readonly dimension: Referable<string>;
}

export interface Pair {
  readonly blue: Blue;
  readonly green: Green;
}

/** Both groups and what each is to have, by every rule or by one. */
export function weights({ blue, green }: Pair, share: number, rules: readonly ListenerRule[] = blue.rules) {
  return {
    from: { ...blue.group, weight: 100 - share },
    to: { ...green.group, weight: share },
    ruleArns: rules.map(({ arn }) => arn),
  };
}
