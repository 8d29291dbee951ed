import { z } from 'zod';
import { describeLoadBalancers, type LoadBalancer } from '../../aws/elbv2.ts';
import type { Aws } from '../../aws/execution.ts';
import { orAbsent } from '../../aws/read.ts';
import { Refused } from '../../model/errors.ts';
import { defineRunbook } from '../define.ts';
import { listenersOf } from './maintenance/listeners.ts';
import { parsePage } from './maintenance/page.ts';
import { switchOff } from './maintenance/switch-off.ts';
import { switchOn } from './maintenance/switch-on.ts';

const DEFAULT_PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Maintenance</title><h1>We will be back soon</h1><p>We are working on it. Please try again in a few minutes.</p></html>';

export const maintenanceMode = defineRunbook({
  id: 'incident/maintenance-mode',
  title: 'Switch the maintenance page of a load balancer on or off',
  purpose:
    'While something is mended, the load balancer itself answers every request with 503 and a page, by a rule ahead of all others on each listener that serves users. Targets stay registered and their health checks go on. Off takes away exactly the rules that on has made, so that what stood before serves again.',
  parameters: z.object({
    loadBalancer: z.string().min(1).describe('The Application Load Balancer: its name.'),
    state: z.enum(['on', 'off']).describe('What it should be.'),
    page: z
      .string()
      .optional()
      .describe('What users get to see: HTML, JSON or plain text of at most 1,024 bytes. Default: a short page.'),
  }),
  calls: [
    'elbv2:CreateRule',
    'elbv2:DeleteRule',
    'elbv2:DescribeListeners',
    'elbv2:DescribeLoadBalancers',
    'elbv2:DescribeRules',
    'elbv2:DescribeTags',
    'elbv2:ModifyRule',
    'elbv2:SetRulePriorities',
  ],

  async plan({ aws, plan }, { loadBalancer: name, state, page: text }) {
    const page = parsePage(text ?? DEFAULT_PAGE);
    const balancer = await lookAtBalancer(aws, name);
    const listeners = await listenersOf(aws, balancer);
    plan.lock(`elbv2/${name}`);
    if (state === 'off') return switchOff(plan, name, listeners);
    return switchOn(plan, name, { listeners, page, keepsPage: text === undefined });
  },
});

async function lookAtBalancer(aws: Aws, name: string): Promise<LoadBalancer> {
  const found = await orAbsent(
    describeLoadBalancers(aws, { Names: [name] }),
    'LoadBalancerNotFound',
    'LoadBalancerNotFoundException',
  );
  const [balancer] = found ?? [];
  if (!balancer) throw new Refused(`there is no load balancer ${name} in ${aws.account}/${aws.region}`);
  if (balancer.Type === 'application') return balancer;
  throw new Refused(
    `${name} is a ${balancer.Type} load balancer: only an application load balancer can answer by itself`,
  );
}
