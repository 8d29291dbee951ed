import { exportAsTerraform } from '../main/export-terraform.ts';
import { readProcess } from '../main/process.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';
import { writeWhole } from './output-file.ts';
import type { PlanOptions } from './plan.ts';
import { endpointUrlOf } from './url.ts';

type ExportOptions = Pick<
  PlanOptions,
  'config' | 'target' | 'profile' | 'region' | 'endpointUrl' | 'sandbox' | 'outputFile'
>;

/** `opsbook export terraform`: what Opsbook would bring about, for whoever manages it with Terraform. */
export async function exportTerraformCommand(options: ExportOptions): Promise<number> {
  const { environment } = readProcess();
  const endpointUrl = endpointUrlOf(options, environment);
  const text = await exportAsTerraform({
    regions: options.region,
    names: options.target,
    environment,
    sandbox: options.sandbox === true,
    configFile: options.config,
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
  });
  if (options.outputFile === undefined) await print(text);
  else await writeWhole(options.outputFile, text);
  return EXIT.done;
}
