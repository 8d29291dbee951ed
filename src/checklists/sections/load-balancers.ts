import { describeLoadBalancers } from '../../aws/elbv2.ts';
import { defineSection } from '../define.ts';

export const loadBalancers = defineSection({
  id: 'load-balancers',
  title: 'Load balancers',
  scope: 'region',
  calls: ['elbv2:DescribeLoadBalancers'],
  columns: [
    { key: 'loadBalancer', label: 'Load balancer' },
    { key: 'type', label: 'Type' },
    { key: 'scheme', label: 'Scheme' },
    { key: 'state', label: 'State' },
    { key: 'zones', label: 'Zones', format: 'number' },
  ],
  async compose({ aws }) {
    const found = await describeLoadBalancers(aws, {});
    return {
      rows: found.map((one) => ({
        loadBalancer: one.LoadBalancerName ?? '',
        type: one.Type ?? '',
        scheme: one.Scheme ?? '',
        state: one.State?.Code ?? 'unknown',
        zones: one.AvailabilityZones?.length ?? 0,
      })),
    };
  },
});
