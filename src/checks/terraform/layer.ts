import type { Resource } from '../../model/finding.ts';
import type { TerraformLayer } from '../../model/outside.ts';

export function terraformLayer({ name }: TerraformLayer): Resource {
  return { type: 'Terraform::Layer', id: name, arn: `opsbook:terraform-layer/${name}` };
}

/** Stands for the layers where the configuration names none, so that the report says so. */
export const NO_LAYER: Resource = terraformLayer({ name: 'terraform.layers', directory: '' });
