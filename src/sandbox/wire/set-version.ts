import * as z from 'zod';
import { watchVersion } from '../services/ecs/reconcile.ts';
import { recordTraffic } from '../world/traffic/record.ts';
import { setBehaviour } from '../world/versions.ts';
import type { World } from '../world/world.ts';

const ms = z.int().min(0);
const versionBody = z
  .strictObject({
    region: z.string(),
    account: z.string().optional(),
    /** `web-service:42` or an ARN. */
    taskDefinition: z.string(),
    startMs: ms.optional(),
    healthyAfterMs: z.union([ms, z.literal('never')]).optional(),
    crashes: z.strictObject({ afterMs: ms, exitCode: z.int(), reason: z.string().optional() }).optional(),
    stuckPending: z.string().optional(),
    errorRate: z.number().min(0).max(1).optional(),
    latencySeconds: z.number().min(0).optional(),
  })
  // zod keeps a member that was given as undefined, the behaviour has none such.
  .transform(({ region, account, taskDefinition, startMs, healthyAfterMs, crashes, stuckPending, ...rest }) => ({
    where: { region, account, taskDefinition },
    behaviour: {
      ...(startMs !== undefined && { startMs }),
      ...(healthyAfterMs !== undefined && { healthyAfterMs }),
      ...(crashes && {
        crashes: {
          afterMs: crashes.afterMs,
          exitCode: crashes.exitCode,
          ...(crashes.reason !== undefined && { reason: crashes.reason }),
        },
      }),
      ...(stuckPending !== undefined && { stuckPending }),
      ...(rest.errorRate !== undefined && { errorRate: rest.errorRate }),
      ...(rest.latencySeconds !== undefined && { latencySeconds: rest.latencySeconds }),
    },
  }));

/**
 * Says what a revision of a task definition does from now on; what is not said is as in a good one.
 * @throws Error where the task definition is not registered
 */
export function setVersion(world: World, body: unknown): object {
  const { where, behaviour } = versionBody.parse(body);
  // The first account's keys are the ones that nobody knows.
  const region = world.region(where.account ?? world.accountOf(''), where.region);
  const found = region.ecs.taskDefinitions.find(
    ({ taskDefinitionArn: arn, family, revision }) =>
      arn === where.taskDefinition || `${family}:${revision}` === where.taskDefinition,
  );
  const arn = found?.taskDefinitionArn;
  if (arn === undefined) throw new Error(`taskDefinition: none is called ${where.taskDefinition} in ${region.name}`);
  const whole = setBehaviour(region, arn, behaviour);
  recordTraffic(region);
  watchVersion({ world, region }, arn);
  return { taskDefinition: arn, behaviour: whole };
}
