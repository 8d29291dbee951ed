import { certificateCurrent } from '../../checks/acm/certificate-current.ts';
import { spendSteady } from '../../checks/ce/spend-steady.ts';
import { alarmActionable } from '../../checks/cloudwatch/alarm-actionable.ts';
import { alarmQuiet } from '../../checks/cloudwatch/alarm-quiet.ts';
import { vpcAvailable } from '../../checks/ec2/vpc-available.ts';
import { clusterActive } from '../../checks/ecs/cluster-active.ts';
import { deploymentSucceeded } from '../../checks/ecs/deployment-succeeded.ts';
import { serviceSteady } from '../../checks/ecs/service-steady.ts';
import { loadBalancerActive } from '../../checks/elbv2/load-balancer-active.ts';
import { targetHealthy } from '../../checks/elbv2/target-healthy.ts';
import { noOpenEvent } from '../../checks/health/no-open-event.ts';
import { clusterAvailable } from '../../checks/rds/cluster-available.ts';
import { instanceAvailable } from '../../checks/rds/instance-available.ts';
import { instanceMultiAz } from '../../checks/rds/instance-multi-az.ts';
import { defineChecklist } from '../define.ts';
import { alarms } from '../sections/alarms.ts';
import { databases } from '../sections/databases.ts';
import { failedDeployments } from '../sections/failed-deployments.ts';
import { loadBalancers } from '../sections/load-balancers.ts';
import { services } from '../sections/services.ts';
import { vpcs } from '../sections/vpcs.ts';
import { yesterdaysCosts } from '../sections/yesterdays-costs.ts';

export const healthCheck = defineChecklist({
  id: 'daily/health-check',
  title: 'Morning health check',
  purpose:
    'The first look of the day: is anything that serves customers broken, degraded or about to be, and did ' +
    'yesterday cost what it should have. Run it before the stand-up, and whenever something feels wrong.',
  cadence: { cron: '0 8 * * *', words: 'every day at 08:00' },
  checks: [
    noOpenEvent,
    vpcAvailable,
    instanceAvailable,
    instanceMultiAz,
    clusterAvailable,
    clusterActive,
    serviceSteady,
    deploymentSucceeded,
    loadBalancerActive,
    targetHealthy,
    alarmQuiet,
    alarmActionable,
    spendSteady,
    certificateCurrent,
  ],
  sections: [vpcs, databases, services, loadBalancers, alarms, failedDeployments, yesterdaysCosts],
});
