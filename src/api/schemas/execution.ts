import { z } from '@hono/zod-openapi';
import { mask } from '../../engine/execute/mask.ts';
import { EXECUTION_STATUSES } from '../../model/execution.ts';
import type { AuditRow } from '../../store/audit.ts';
import type { ExecutionRow } from '../../store/executions.ts';
import type { StepRow } from '../../store/steps.ts';
import { document, instant } from './answers.ts';

export const executionSchema = z
  .object({
    id: z.string(),
    planId: z.string(),
    runbook: z.string(),
    account: z.string(),
    region: z.string(),
    environment: z.string().nullable(),
    status: z.enum(EXECUTION_STATUSES),
    requestedBy: z.string(),
    reason: z.string().nullable(),
    override: z
      .string()
      .nullable()
      .openapi({ description: 'Why it was asked for although something stood against it.' }),
    outcome: z.string().nullable().openapi({ description: 'One sentence: why it stands where it stands.' }),
    residue: document.openapi({ description: 'What it left behind, and what to do about it.' }),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  })
  .openapi('Execution');

export const stepSchema = z
  .object({
    key: z.string(),
    direction: z.enum(['do', 'undo']),
    position: z.int(),
    kind: z.string(),
    title: z.string(),
    status: z.enum(['pending', 'running', 'waiting', 'succeeded', 'failed', 'skipped']),
    attempts: z.int(),
    request: document,
    response: document,
    awsRequestId: z.string().nullable(),
    actor: z.string().nullable(),
    observed: z.string().nullable(),
    error: z.string().nullable(),
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  })
  .openapi('Step');

export const auditSchema = z
  .object({
    seq: z.int(),
    at: instant,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    details: document,
    previousHash: z.string(),
    hash: z.string(),
  })
  .openapi('AuditEntry');

export function executionView({ access: _access, ...row }: ExecutionRow): z.infer<typeof executionSchema> {
  const { createdAt, startedAt, finishedAt } = row;
  return { ...row, createdAt: text(createdAt), startedAt: textOrNull(startedAt), finishedAt: textOrNull(finishedAt) };
}

export function stepView({ executionId: _id, ...row }: StepRow): z.infer<typeof stepSchema> {
  const { request, response, startedAt, finishedAt } = row;
  return {
    ...row,
    // Masked when they were written; once more costs nothing.
    request: request === null ? null : mask(request),
    response: response === null ? null : mask(response),
    startedAt: textOrNull(startedAt),
    finishedAt: textOrNull(finishedAt),
  };
}

export function auditView(row: AuditRow): z.infer<typeof auditSchema> {
  return { ...row, at: text(row.at) };
}

export function text(at: Date): string {
  return at.toISOString();
}

export function textOrNull(at: Date | null): string | null {
  return at === null ? null : text(at);
}
