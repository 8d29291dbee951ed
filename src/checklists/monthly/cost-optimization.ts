import { addressAssociated } from '../../checks/ec2/address-associated.ts';
import { instanceNotIdle } from '../../checks/ec2/instance-not-idle.ts';
import { natGatewayUsed } from '../../checks/ec2/nat-gateway-used.ts';
import { snapshotNeeded } from '../../checks/ec2/snapshot-needed.ts';
import { volumeAttached } from '../../checks/ec2/volume-attached.ts';
import { volumeCurrentGeneration } from '../../checks/ec2/volume-current-generation.ts';
import { loadBalancerUsed } from '../../checks/elbv2/load-balancer-used.ts';
import { groupRetained } from '../../checks/logs/group-retained.ts';
import { instanceBusy } from '../../checks/rds/instance-busy.ts';
import { defineChecklist } from '../define.ts';
import { computeOptimizer } from '../sections/compute-optimizer.ts';
import { reservations } from '../sections/reservations.ts';
import { savings } from '../sections/savings.ts';
import { weeklyCosts } from '../sections/weekly-costs.ts';

export const costOptimization = defineChecklist({
  id: 'monthly/cost-optimization',
  title: 'Cost optimization review',
  purpose: 'What is paid for and not used, what it would save a month, and what AWS itself would commit to.',
  cadence: { cron: '0 9 * * 1#3', words: 'the third Monday of the month at 09:00' },
  checks: [
    addressAssociated,
    volumeAttached,
    volumeCurrentGeneration,
    snapshotNeeded,
    instanceBusy,
    loadBalancerUsed,
    natGatewayUsed,
    instanceNotIdle,
    groupRetained,
  ],
  sections: [savings, weeklyCosts, reservations, computeOptimizer],
});
