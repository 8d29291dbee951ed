import { formatDuration } from '../../model/duration.ts';
import type { Outcome, StepDirection, StepStatus } from '../../model/execution.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { Plan } from '../../model/plan.ts';
import { residueLines } from '../plan/timeline.ts';
import { plain } from '../text/plain.ts';
import { wrapIndented } from '../text/wrap.ts';
import type { ExecutionSummary } from './table.ts';

interface StepSummary {
  readonly key: string;
  readonly direction: StepDirection;
  readonly title: string;
  readonly status: StepStatus;
  readonly attempts: number;
  readonly awsRequestId: string | null;
  readonly observed: string | null;
  readonly error: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

interface AuditEntry {
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly details: Json;
}

export interface ExecutionFacts {
  readonly execution: ExecutionSummary & { readonly planId: string };
  readonly plan: Plan;
  readonly steps: readonly StepSummary[];
  readonly audit: readonly AuditEntry[];
  /** What stands although nobody wants it. */
  readonly left: Outcome['residue'];
}

const MARKS = { pending: ' ', running: '▸', waiting: '▸', succeeded: '✓', failed: '✗', skipped: '-' } as const;

/** One execution: where it stands, step by step, and who did what when. */
export function executionLines({ execution, plan, steps, audit, left }: ExecutionFacts, width: number): string {
  const { id, runbook, account, region, status, outcome, requestedBy, createdAt } = execution;
  const wrapped = (text: string, first = '', rest?: string) => wrapIndented(plain(text), width, first, rest);
  const lines = [
    ...wrapped(`${plan.title}: ${status}`),
    ...wrapped(outcome ?? ''),
    '',
    ...wrapped(`${runbook} in ${account}/${region}, asked for by ${requestedBy} at ${minuteOf(createdAt)}`),
    ...wrapped(`execution ${id}, plan ${execution.planId}`),
    '',
    ...steps.flatMap((step) => stepLines(step, wrapped)),
    ...residueLines(left),
    ...(audit.length > 0 ? ['', 'Who did what (times are UTC):'] : []),
    ...audit.flatMap(({ at, actor, action, details }) =>
      wrapped(
        `${at.toISOString().slice(0, 19).replace('T', ' ')}  ${actor}  ${action}${detailText(details)}`,
        '  ',
        '      ',
      ),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function minuteOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

type Wrapped = (text: string, first?: string, rest?: string) => string[];

function stepLines(step: StepSummary, wrapped: Wrapped): string[] {
  const { direction, title, status, attempts, awsRequestId, observed, error, startedAt, finishedAt } = step;
  const took = startedAt && finishedAt ? ` (${formatDuration(finishedAt.getTime() - startedAt.getTime())})` : '';
  const often = attempts > 1 ? `, attempt ${attempts}` : '';
  const facts = [error, error === null ? observed : null, awsRequestId === null ? null : `AWS request ${awsRequestId}`];
  return [
    ...wrapped(`${direction === 'undo' ? 'undo: ' : ''}${title}${took}${often}`, `  ${MARKS[status]} `),
    ...facts.flatMap((fact) => (fact ? wrapped(fact, '      ') : [])),
  ];
}

function detailText(details: Json): string {
  if (!isJsonObject(details)) return '';
  const { step, reason, error, why } = details;
  const words = [step, reason, error, why].flatMap((word) => (typeof word === 'string' && word !== '' ? [word] : []));
  return words.length > 0 ? `: ${words.join(', ')}` : '';
}
