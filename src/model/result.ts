import type { Finding } from './finding.ts';
import type { Section } from './section.ts';

export interface TargetReport {
  readonly account: string;
  readonly region: string;
  /** The name it has in the configuration, where it has one. */
  readonly name?: string;
  /** Who asked: the ARN of the identity in force. */
  readonly identity?: string;
  /** The embedded sandbox rather than AWS. */
  readonly sandbox?: true;
}

/** A check that was run, also where it found nothing to judge: its words once, for all of its findings. */
export interface CheckReport {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** `account`: asked once for an account, whatever regions were looked at. */
  readonly scope: 'account' | 'region';
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
  /** The instant everything was judged at, which the operator may have chosen. */
  readonly asOf?: string;
  /** `--set key=value`: what the run was narrowed to. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly targets: readonly TargetReport[];
  readonly checks?: readonly CheckReport[];
  readonly summary: {
    readonly pass: number;
    readonly fail: number;
    readonly unknown: number;
    readonly suppressed: number;
  };
  readonly findings: readonly Finding[];
  readonly sections: readonly Section[];
  readonly aws: CallRecord;
}
