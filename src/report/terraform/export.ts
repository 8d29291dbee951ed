import type { AlarmDefinition, AutoscalingDefinition } from '../../model/monitoring.ts';
import { alarmResource } from './alarms.ts';
import { autoscalingResources } from './autoscaling.ts';
import { type DashboardDefinition, dashboardResource } from './dashboards.ts';
import { identifier, type Part, print } from './hcl.ts';

export interface TerraformExport {
  readonly alarms: readonly AlarmDefinition[];
  /** ARN of the topic that alarms tell which name none. */
  readonly topic: string;
  readonly dashboards: readonly DashboardDefinition[];
  readonly autoscaling: readonly AutoscalingDefinition[];
}

const HEAD = `# Written by opsbook export terraform: alarms, dashboards and auto scaling, as Opsbook would bring them about.
# AWS takes each of them by its name, so that applying this changes what is there rather than making it twice.
`;

/**
 * The same definitions that Opsbook's runbooks work from, in Terraform's language, for whoever manages them there.
 * Nothing in it says which provider or region: that is the module's own matter.
 * @throws RangeError where two resources would have one name
 */
export function exportTerraform({ alarms, topic, dashboards, autoscaling }: TerraformExport): string {
  const resources: Part[] = [
    ...labelled(alarms, (one, label) => alarmResource(one, topic, label)),
    ...labelled(dashboards, dashboardResource),
    ...autoscaling.flatMap((one) => autoscalingResources(one)),
  ];
  refuseSameName(resources);
  return resources.length === 0 ? HEAD : `${HEAD}\n${print(resources)}\n`;
}

/** Names that differ in AWS may be one in Terraform: the later ones get a number. */
function labelled<T extends { readonly name: string }>(
  definitions: readonly T[],
  make: (definition: T, label: string) => Part,
): Part[] {
  const taken = new Set<string>();
  return definitions.map((definition) => {
    const base = identifier(definition.name);
    let label = base;
    for (let number = 2; taken.has(label); number += 1) label = `${base}_${number}`;
    taken.add(label);
    return make(definition, label);
  });
}

function refuseSameName(resources: readonly Part[]): void {
  const names = resources.flatMap((part) => (part.kind === 'block' ? part.labels.join('.') : []));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new RangeError(`two resources would be called ${twice}: give one of them another name`);
}
