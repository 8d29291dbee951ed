import { createExecution } from '../aws/execution.ts';
import { exportTerraform } from '../report/terraform/export.ts';
import { lookAtDefinitions } from '../runbooks/monitoring/definitions.ts';
import { CHECKS } from './catalog.ts';
import { realTiming } from './clock.ts';
import { loadConfig } from './config/load.ts';
import { runbookSettingsOf } from './config/runbook-settings.ts';
import { placeOf } from './plan.ts';
import { openScene, type SceneRequest } from './scene.ts';

export interface ExportRequest extends SceneRequest {
  readonly configFile?: string | undefined;
}

/** Alarms, dashboards and auto scaling of one account and region, in Terraform's language. Reads only. */
export async function exportAsTerraform(request: ExportRequest): Promise<string> {
  const config = await loadConfig(request.configFile, CHECKS);
  const execution = createExecution(realTiming);
  const services = ['cloudwatch', 'application-autoscaling', 'ecs', 'elbv2', 'rds', 'lambda', 'sns'] as const;
  const { account, region } = placeOf(await openScene(request, { config, execution, services }), 'export terraform');
  const definitions = await lookAtDefinitions(execution.open(account, region), runbookSettingsOf(config));
  return exportTerraform(definitions);
}
