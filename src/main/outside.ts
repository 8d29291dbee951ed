import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import type { Outside } from '../model/outside.ts';
import type { ChecklistResult } from '../model/result.ts';
import { parseResult } from '../model/result-schema.ts';
import { createTerraform } from '../terraform/terraform.ts';
import type { Config } from './config/schema.ts';

/** What was recorded in the database, where there is one already: a run that keeps nothing starts none for it. */
export type Records = Pick<Outside, 'drills' | 'openIncidents'>;

interface Sources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where relative directories of the configuration are counted from: where it stands. */
  readonly folder?: string;
  readonly records?: Records | undefined;
}

/** What the checks are told of things that are not in AWS: Terraform's layers, the calendar of changes, DR drills. */
export function outsideOf(
  { terraform, changeWindows, recovery }: Config,
  { environment, folder = '.', records }: Sources,
): Outside {
  const { timezone = 'UTC', windows = [], blackouts = [] } = changeWindows ?? {};
  const drills = Object.entries(recovery.drills).flatMap(([drill, { lastSuccess }]) =>
    lastSuccess === undefined ? [] : [{ drill, succeededAt: lastSuccess }],
  );
  return {
    terraform: createTerraform({
      layers: terraform.layers.map(({ name, directory }) => ({ name, directory: resolve(folder, directory) })),
      binary: terraform.binary,
      environment,
    }),
    windows: windows.map((window) => ({ timezone, ...window })),
    blackouts,
    drills: async () => [...drills, ...((await records?.drills()) ?? [])],
    openIncidents: () => records?.openIncidents() ?? Promise.resolve(undefined),
    readResult,
  };
}

/** For runs that take no configuration. */
export const NOTHING_CONFIGURED: Outside = {
  terraform: createTerraform({ layers: [], binary: 'terraform', environment: {} }),
  windows: [],
  blackouts: [],
  drills: () => Promise.resolve([]),
  openIncidents: () => Promise.resolve(undefined),
  readResult,
};

/** @throws UsageError for a file that is not there or is no result */
async function readResult(file: string): Promise<ChecklistResult> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`cannot read the result file ${file}`, { cause: error });
  });
  return parseResult(text, file);
}
