import type { Widget } from '../../model/monitoring.ts';
import { argument, block, expressionOf, type Part, reference } from './hcl.ts';

export interface DashboardDefinition {
  readonly name: string;
  readonly widgets: readonly Widget[];
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_dashboard */
export function dashboardResource({ name, widgets }: DashboardDefinition, label: string): Part {
  return block(
    'resource',
    ['aws_cloudwatch_dashboard', label],
    [
      argument('dashboard_name', name),
      reference('dashboard_body', `jsonencode(${expressionOf({ widgets: [...widgets] })})`),
    ],
  );
}
