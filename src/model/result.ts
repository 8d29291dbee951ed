import type { Finding } from './finding.ts';
import type { Section } from './section.ts';

export interface TargetReport {
  readonly account: string;
  readonly region: string;
  /** The name it has in the configuration, where it has one. */
  readonly name?: string;
  /** Who asked: the ARN of the identity in force. */
  readonly identity?: string;
}

/** AWS requests of one execution, counted where they leave: one HTTP request is one call, retries included. */
export interface CallRecord {
  readonly calls: number;
  readonly retries: number;
  readonly throttles: number;
  readonly byOperation: Readonly<Record<string, number>>;
}

/** What `opsbook run <checklist> --output json` prints. */
export interface ChecklistResult {
  readonly schema: 'opsbook/checklist-result@1';
  readonly checklist: string;
  readonly title: string;
  readonly execution: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly targets: readonly TargetReport[];
  readonly summary: { readonly pass: number; readonly fail: number; readonly unknown: number; readonly suppressed: number };
  readonly findings: readonly Finding[];
  readonly sections: readonly Section[];
  readonly aws: CallRecord;
}
