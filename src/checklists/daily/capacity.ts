import { groupHeadroom } from '../../checks/autoscaling/group-headroom.ts';
import { serviceHeadroom } from '../../checks/ecs/service-headroom.ts';
import { storageHeadroom } from '../../checks/rds/storage-headroom.ts';
import { defineChecklist } from '../define.ts';
import { databases } from '../sections/databases.ts';
import { services } from '../sections/services.ts';

export const capacity = defineChecklist({
  id: 'daily/capacity',
  title: 'Capacity',
  purpose:
    'Whether anything is close to full: disks, services at their autoscaling maximum, groups at their largest size.',
  cadence: { cron: '30 8 * * *', words: 'every day at 08:30' },
  checks: [storageHeadroom, serviceHeadroom, groupHeadroom],
  sections: [databases, services],
});
