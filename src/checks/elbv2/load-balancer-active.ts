import { describeLoadBalancers, type LoadBalancer, loadBalancer } from '../../aws/elbv2.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

export const loadBalancerActive = defineCheck({
  id: 'elbv2-load-balancer-active',
  title: 'Load balancer is active',
  severity: 'high',
  why: 'A load balancer that is impaired cannot grow with its traffic; one that failed answers nobody.',
  remediation:
    'Give its subnets free addresses (at least eight each) and check the elastic network interface quota; a load balancer ' +
    'that failed has to be made anew.',
  calls: ['elbv2:DescribeLoadBalancers'],
  async *evaluate({ aws }) {
    for (const balancer of await describeLoadBalancers(aws, {})) yield judge(loadBalancer(aws, balancer), balancer);
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerState.html */
function judge(resource: Resource, { State, Type: type = 'application', Scheme, DNSName }: LoadBalancer): Verdict {
  const state = State?.Code;
  const evidence = {
    state: state ?? null,
    stateReason: State?.Reason ?? null,
    type,
    scheme: Scheme ?? null,
    dnsName: DNSName ?? null,
  };
  if (state === 'active') return pass(resource, `${resource.id} (${type}) is active.`, evidence);
  if (state === undefined) return unknown(resource, `AWS does not say in which state ${resource.id} is.`, evidence);
  const why = State?.Reason ? `: ${State.Reason.replace(/\.*$/, '')}` : '';
  const severity = state === 'failed' ? 'critical' : state === 'provisioning' ? 'low' : 'high';
  return fail(resource, `${resource.id} (${type}) is ${state}${why}.`, evidence, { severity });
}
