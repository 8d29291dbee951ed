import { resolve } from 'node:path';
import type { Probed, Terraform } from '../engine/execute/ports.ts';
import { createProbe } from '../engine/probes/probe.ts';
import type { Probe } from '../model/plan.ts';
import { createTerraformChanges } from '../terraform/changes.ts';
import type { Config } from './config/schema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The installed Terraform, for steps that apply and destroy. `folder` is where relative directories are counted from. */
export function terraformChangesOf({ terraform }: Config, environment: Environment, folder = '.'): Terraform {
  const resolveDirectory = (directory: string) => resolve(folder, directory);
  return createTerraformChanges({ binary: terraform.binary, environment, resolveDirectory });
}

/** What verifies: HTTP, SQL, and checklists of the configured targets. Secrets are the environment's. */
export function probesOf(config: Config, environment: Environment): (probe: Probe) => Promise<Probed> {
  return createProbe({
    secret: (name) => environment[name],
    checklist: (id, parameters) => probeChecklist(id, { config, environment, parameters }),
  });
}

interface ChecklistProbe {
  readonly config: Config;
  readonly environment: Environment;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What could not be read proves nothing: only a checklist without failing and unknown findings does. */
async function probeChecklist(id: string, { config, environment, parameters }: ChecklistProbe): Promise<Probed> {
  try {
    const asked = { id, parameters, environment, config, sandbox: false, regions: [], names: [] };
    const { run } = await import('./run.ts');
    const { summary } = await run({ ...asked, progress: () => undefined });
    const observed = `${id}: ${summary.pass} pass, ${summary.fail} fail, ${summary.unknown} unknown`;
    return { ok: summary.pass > 0 && summary.fail === 0 && summary.unknown === 0, observed };
  } catch (error) {
    return { ok: false, observed: `${id} cannot be run: ${error instanceof Error ? error.message : String(error)}` };
  }
}
