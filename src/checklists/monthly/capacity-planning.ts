import { growthSustainable as ecsGrowthSustainable } from '../../checks/ecs/growth-sustainable.ts';
import { rightsized as ecsRightsized } from '../../checks/ecs/rightsized.ts';
import { connectionsHeadroom } from '../../checks/rds/connections-headroom.ts';
import { growthSustainable } from '../../checks/rds/growth-sustainable.ts';
import { rightsized } from '../../checks/rds/rightsized.ts';
import { defineChecklist } from '../define.ts';
import { databaseCapacity } from '../sections/database-capacity.ts';
import { recommendations } from '../sections/recommendations.ts';
import { serviceCapacity } from '../sections/service-capacity.ts';

export const capacityPlanning = defineChecklist({
  id: 'monthly/capacity-planning',
  title: 'Capacity plan',
  purpose:
    'Thirty days of use, where they lead and when a limit is reached: databases and services, with recommendations ' +
    'computed from the numbers.',
  cadence: { cron: '0 9 * * 1#1', words: 'the first Monday of the month at 09:00' },
  checks: [connectionsHeadroom, growthSustainable, ecsGrowthSustainable, rightsized, ecsRightsized],
  sections: [recommendations, databaseCapacity, serviceCapacity],
});
