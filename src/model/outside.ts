import type { ChecklistResult } from './result.ts';

/** One Terraform layer of the configuration: a directory with its own state. */
export interface TerraformLayer {
  readonly name: string;
  readonly directory: string;
}

export type TerraformState =
  /** `written`: false where no state was ever written there, which a wrong backend key or workspace looks like too. */
  | { readonly state: 'readable'; readonly resources: number; readonly written: boolean }
  | { readonly state: 'unreadable'; readonly problem: string };

export type TerraformDrift =
  | { readonly state: 'none'; readonly pendingChanges: boolean }
  | { readonly state: 'drift'; readonly resources: readonly string[]; readonly pendingChanges: boolean }
  | { readonly state: 'undetermined'; readonly problem: string };

export interface Terraform {
  readonly layers: readonly TerraformLayer[];
  readState(layer: TerraformLayer): Promise<TerraformState>;
  readDrift(layer: TerraformLayer): Promise<TerraformDrift>;
}

export interface DrillRecord {
  readonly drill: string;
  readonly succeededAt: string;
}

export interface OpenIncident {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
}

/** When changes are allowed: half-open `[start, end)` wall-clock times in a zone; blackouts win. */
export interface ChangeWindow {
  readonly timezone: string;
  /** `MO` … `SU`; every day where empty. A window that crosses midnight belongs to the day it starts on. */
  readonly days: readonly string[];
  readonly start: string;
  readonly end: string;
}

export interface Blackout {
  readonly reason: string;
  readonly start: string;
  readonly end: string;
}

/** What checks need to know that is not in AWS. Given by `main/`; each part says for itself when it is not there. */
export interface Outside {
  /** An earlier result, from a file. @throws UsageError */
  readResult(file: string): Promise<ChecklistResult>;
  readonly terraform: Terraform;
  readonly windows: readonly ChangeWindow[];
  readonly blackouts: readonly Blackout[];
  drills(): Promise<readonly DrillRecord[]>;
  /** Undefined where nothing records incidents yet. */
  openIncidents(): Promise<readonly OpenIncident[] | undefined>;
}
