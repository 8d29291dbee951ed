import { runtimeSupported } from '../../checks/lambda/runtime-supported.ts';
import { engineSupported } from '../../checks/rds/engine-supported.ts';
import { maintenanceNotPending } from '../../checks/rds/maintenance-not-pending.ts';
import { defineChecklist } from '../define.ts';
import { actionItems } from '../sections/action-items.ts';
import { comingsAndGoings } from '../sections/comings-and-goings.ts';
import { databases } from '../sections/databases.ts';
import { instances } from '../sections/instances.ts';
import { resources } from '../sections/resources.ts';
import { services } from '../sections/services.ts';
import { storage } from '../sections/storage.ts';
import { updates } from '../sections/updates.ts';
import { weeklyCosts } from '../sections/weekly-costs.ts';

export const infrastructureReview = defineChecklist({
  id: 'weekly/infrastructure-review',
  title: 'Weekly infrastructure review',
  purpose:
    'The state of the infrastructure for whoever answers for it: what there is, what it costs and what moved, what came ' +
    'and went since the last review, which updates wait, and what to do about it.',
  cadence: { cron: '0 9 * * 1', words: 'every Monday at 09:00' },
  parameters: [
    {
      name: 'previous',
      what: 'the result file of the last review (--output json), to see what appeared and disappeared',
    },
    {
      name: 'results',
      what: 'result files of other checklists of the week, separated by commas, for the action items',
    },
  ],
  checks: [engineSupported, maintenanceNotPending, runtimeSupported],
  sections: [actionItems, resources, instances, services, databases, storage, weeklyCosts, comingsAndGoings, updates],
});
