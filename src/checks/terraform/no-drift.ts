import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import type { Terraform, TerraformLayer } from '../../model/outside.ts';
import { defineCheck } from '../define.ts';
import { NO_LAYER, terraformLayer } from './layer.ts';

/** A sentence names so many addresses; the evidence has all of them. */
const NAMED = 3;

export const noDrift = defineCheck({
  id: 'terraform-no-drift',
  title: 'Terraform layer has not drifted',
  severity: 'medium',
  why:
    'What was changed by hand is silently changed back by the next apply, or makes it fail half-way. A change of the ' +
    'code that waits to be applied is no drift: that is what the deployment is for.',
  remediation:
    'Find out who changed it (CloudTrail) and why, then bring it into the code, or accept that the next apply reverts it.',
  scope: 'account',
  calls: [],
  async *evaluate({ outside: { terraform } }) {
    if (terraform.layers.length === 0)
      yield pass(NO_LAYER, 'No Terraform layer is configured, so none can have drifted.');
    const verdicts = terraform.layers.map((layer) => judge(layer, terraform));
    for (const verdict of verdicts) yield await verdict;
  },
});

async function judge(layer: TerraformLayer, terraform: Terraform): Promise<Verdict> {
  const { name, directory } = layer;
  const resource = terraformLayer(layer);
  const [state, drift] = await Promise.all([terraform.readState(layer), terraform.readDrift(layer)]);
  if (drift.state === 'undetermined') {
    return unknown(resource, `Whether ${name} has drifted could not be determined: ${drift.problem}.`, { directory });
  }
  const { pendingChanges } = drift;
  const pending = pendingChanges ? ' Its code has changes that are not applied yet.' : '';
  if (drift.state === 'drift') {
    const { resources } = drift;
    return fail(resource, `${changed(name, resources)}${pending}`, { directory, resources, pendingChanges });
  }
  const evidence = { directory, pendingChanges };
  // Nothing recorded is nothing to compare with: that is not the same as no drift.
  if (state.state === 'readable' && state.resources === 0) {
    return unknown(
      resource,
      `The state of ${name} is empty, so there is nothing that drift could be told by.`,
      evidence,
    );
  }
  // Whether it is empty is not known then: a plan of nothing finds no drift either.
  if (state.state === 'unreadable') {
    return unknown(
      resource,
      `No drift of ${name} was seen, but what its state holds could not be read: ${state.problem}.`,
      evidence,
    );
  }
  return pass(resource, `${name} has not drifted.${pending}`, evidence);
}

function changed(name: string, resources: readonly string[]): string {
  const named = resources.slice(0, NAMED).join(', ');
  const more = resources.length > NAMED ? ` and ${resources.length - NAMED} more` : '';
  const verb = resources.length === 1 ? 'was' : 'were';
  return `${name} has drifted: ${named}${more} ${verb} changed outside Terraform.`;
}
