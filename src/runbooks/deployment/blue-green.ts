import { defineRunbook } from '../define.ts';
import { lockOf, lookAtServices } from '../look/colours.ts';
import { refuseDaemon, refuseOtherControllers, refuseWhileDeploying } from '../look/ecs-service.ts';
import { findDefinition, lookAtDefinition, refuseMisfit } from '../look/task-definition.ts';
import { chooseAlarms } from './blue-green/alarms.ts';
import { CALLS } from './blue-green/calls.ts';
import { bringUpGreen } from './blue-green/green.ts';
import { bury, findReady, putToRest, standingGreen } from './blue-green/idle.ts';
import { refuseOffered } from './blue-green/likeness.ts';
import { lookAtBoth } from './blue-green/look.ts';
import { planNative, shiftsItself } from './blue-green/native.ts';
import { nameNewcomer } from './blue-green/newcomer.ts';
import { parameters } from './blue-green/parameters.ts';
import { retireBlue } from './blue-green/retire.ts';
import { freeGreen, holdBlue, scaleGreen } from './blue-green/scaling.ts';
import { shiftRequests } from './blue-green/shift.ts';
import { alreadyRuns, tellBasis } from './blue-green/tell.ts';

export const blueGreen = defineRunbook({
  id: 'deployment/blue-green',
  title: 'Blue-green deployment of an ECS service behind an Application Load Balancer',
  purpose:
    'Brings a new version up beside the one that serves customers, moves their requests to it in steps while alarms, health, errors and latency are watched, and moves them back at the first sign of trouble. The old version stands by for a while, and is then taken away.',
  parameters,
  calls: CALLS,

  async plan({ aws, plan }, given) {
    const { cluster, service, taskDefinition, rule, shift, bake, keepBlueFor, maxErrorPercent } = given;
    const { active: services, taken } = await lookAtServices(aws, { cluster, service });
    services.forEach((one) => refuseOtherControllers(one));
    const wanted = await lookAtDefinition(aws, taskDefinition);
    const { taskDefinitionArn: version = '' } = wanted;
    plan.lock(lockOf({ cluster, service }));

    const native = services.find((one) => shiftsItself(one));
    if (native) return planNative({ aws, plan }, native, wanted, given);

    const { blue: live, idle } = await lookAtBoth(aws, services, { cluster, rule });
    if (live.service.taskDefinition === version) return plan.warn(alreadyRuns(live.name, version));
    refuseDaemon(live.service);
    refuseWhileDeploying(live.service);
    refuseMisfit(wanted, await findDefinition(aws, live.service.taskDefinition ?? ''), live.service);
    const ready = findReady(live, idle, version);
    if (!ready) refuseOffered(live.service);
    const alarms = await chooseAlarms(aws, plan, live, given);
    const resting = idle.filter((one) => one !== ready);
    tellBasis(plan, { blue: live, idle, ready, version });

    holdBlue(plan, live);
    const blue = putToRest(plan, live, resting);
    const green = ready
      ? standingGreen(ready)
      : bringUpGreen(plan, blue, { ...(await nameNewcomer(aws, service, taken)), version });
    scaleGreen(plan, { blue, green }, ready?.scaling);
    shiftRequests(plan, { blue, green }, { shares: shift, bake, alarms, maxErrorPercent });
    freeGreen(plan, { blue, green }, shift);
    resting.forEach((one) => bury(plan, blue, one));
    retireBlue(plan, { blue, green }, keepBlueFor);
  },
});
