import { describeInstances } from '../../aws/ec2.ts';
import { defineSection } from '../define.ts';

/** Instances, not reservations, by what they are and what they do: terminated ones are told, not counted in. */
export const instances = defineSection({
  id: 'instances',
  title: 'EC2 instances',
  scope: 'region',
  calls: ['ec2:DescribeInstances'],
  columns: [
    { key: 'type', label: 'Type' },
    { key: 'state', label: 'State' },
    { key: 'count', label: 'Instances', format: 'number' },
  ],
  async compose({ aws }) {
    const all = await describeInstances(aws, {});
    const counts = new Map<string, number>();
    for (const { InstanceType: type = 'unknown', State } of all) {
      const key = `${type} ${State?.Name ?? 'unknown'}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const live = all.filter(({ State }) => State?.Name !== 'terminated' && State?.Name !== 'shutting-down');
    const running = live.filter(({ State }) => State?.Name === 'running').length;
    return {
      text: [`${live.length} instances, ${running} of them running.`],
      rows: [...counts]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, count]) => {
          const [type = '', state = ''] = key.split(' ');
          return { type, state, count };
        }),
    };
  },
});
