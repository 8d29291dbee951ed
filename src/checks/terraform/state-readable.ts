import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import type { Terraform, TerraformLayer } from '../../model/outside.ts';
import { defineCheck } from '../define.ts';
import { NO_LAYER, terraformLayer } from './layer.ts';

export const stateReadable = defineCheck({
  id: 'terraform-state-readable',
  title: 'Terraform state is readable and holds resources',
  severity: 'high',
  why:
    'A deployment on a state that is empty, or that is not the one it should be, creates everything a second time ' +
    'beside what serves customers.',
  remediation:
    'Compare the backend (bucket, key, region) and the workspace with the last deployment; where the layer is not ' +
    'initialised here, run terraform init in its directory.',
  scope: 'account',
  calls: [],
  async *evaluate({ outside: { terraform } }) {
    if (terraform.layers.length === 0)
      yield pass(NO_LAYER, 'No Terraform layer is configured, so there is no state to read.');
    const verdicts = terraform.layers.map((layer) => judge(layer, terraform));
    for (const verdict of verdicts) yield await verdict;
  },
});

async function judge(layer: TerraformLayer, terraform: Terraform): Promise<Verdict> {
  const { name, directory } = layer;
  const resource = terraformLayer(layer);
  const read = await terraform.readState(layer);
  if (read.state === 'unreadable')
    return unknown(resource, `The state of ${name} could not be read: ${read.problem}.`, { directory });
  const { resources, written } = read;
  const evidence = { directory, resources, written };
  if (resources > 0)
    return pass(
      resource,
      `The state of ${name} holds ${resources} ${resources === 1 ? 'resource' : 'resources'}.`,
      evidence,
    );
  return written
    ? fail(resource, `The state of ${name} is empty: everything in it was destroyed or removed.`, evidence)
    : fail(resource, `${name} has no state: none was ever written where its backend points to.`, evidence);
}
