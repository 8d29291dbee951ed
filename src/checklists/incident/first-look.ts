import { alarmQuiet } from '../../checks/cloudwatch/alarm-quiet.ts';
import { deploymentSucceeded } from '../../checks/ecs/deployment-succeeded.ts';
import { serviceSteady } from '../../checks/ecs/service-steady.ts';
import { serverErrorsQuiet } from '../../checks/elbv2/5xx-quiet.ts';
import { targetHealthy } from '../../checks/elbv2/target-healthy.ts';
import { noOpenEvent } from '../../checks/health/no-open-event.ts';
import { clusterAvailable } from '../../checks/rds/cluster-available.ts';
import { instanceAvailable } from '../../checks/rds/instance-available.ts';
import { defineChecklist } from '../define.ts';
import { alarmHistory } from '../sections/alarm-history.ts';
import { alarms } from '../sections/alarms.ts';
import { databaseEvents } from '../sections/database-events.ts';
import { databases } from '../sections/databases.ts';
import { likelyCauses } from '../sections/likely-causes.ts';
import { recentChanges } from '../sections/recent-changes.ts';
import { services } from '../sections/services.ts';

export const firstLook = defineChecklist({
  id: 'incident/first-look',
  title: 'First look at an incident',
  purpose:
    'Everything an engineer needs in the first minute of an incident, gathered at once, each source with a deadline of ' +
    'its own: what alarms, what is degraded, what changed just before, and what AWS says of itself. Run it when paged; a ' +
    'partial answer now is better than a whole one later.',
  deadlineMs: 10_000,
  checks: [
    alarmQuiet,
    serviceSteady,
    deploymentSucceeded,
    instanceAvailable,
    clusterAvailable,
    targetHealthy,
    serverErrorsQuiet,
    noOpenEvent,
  ],
  sections: [likelyCauses, alarms, alarmHistory, recentChanges, services, databases, databaseEvents],
});
