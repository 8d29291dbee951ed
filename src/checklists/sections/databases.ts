import { describeDBInstances } from '../../aws/rds.ts';
import { tagValue } from '../../model/environment.ts';
import { defineSection } from '../define.ts';

export const databases = defineSection({
  id: 'databases',
  title: 'Databases',
  scope: 'region',
  calls: ['rds:DescribeDBInstances'],
  columns: [
    { key: 'database', label: 'Database' },
    { key: 'status', label: 'Status' },
    { key: 'engine', label: 'Engine' },
    { key: 'class', label: 'Class' },
    { key: 'multiAz', label: 'Multi-AZ' },
    { key: 'storageGib', label: 'GiB', format: 'number' },
    { key: 'environment', label: 'Environment' },
  ],
  async compose({ aws }) {
    const instances = await describeDBInstances(aws, {});
    return {
      rows: instances.map((instance) => ({
        database: instance.DBInstanceIdentifier ?? '',
        status: instance.DBInstanceStatus ?? 'unknown',
        engine: [instance.Engine, instance.EngineVersion].filter(Boolean).join(' '),
        class: instance.DBInstanceClass ?? '',
        multiAz: instance.MultiAZ === true ? 'yes' : 'no',
        storageGib: instance.AllocatedStorage ?? null,
        environment: tagValue(instance.TagList, 'Environment') ?? '',
      })),
    };
  },
});
