import type { Message } from '../../model/incident/message.ts';
import { parsePlan } from '../../model/plan-schema.ts';
import { notificationOf } from '../../respond/incidents/notification.ts';
import type { Responder } from '../../respond/responder.ts';
import { listOpenApprovals } from '../../store/approvals.ts';
import { findExecution } from '../../store/executions.ts';
import { insertNotifications } from '../../store/notifications.ts';
import { findPlan } from '../../store/plans.ts';

type Open = Awaited<ReturnType<typeof listOpenApprovals>>[number];

/** How many are remembered as asked for: the key in the database says so for good. */
const MOST_REMEMBERED = 10_000;

/**
 * Tells where approvals are given that an execution waits for one: once for each plan, and anew for one that was made anew.
 * Where no channel is there for that, people look by themselves.
 */
export function approvalAsker(summaryChannel: string | undefined): (responder: Responder) => Promise<void> {
  const asked = new Set<string>();
  return async (responder) => {
    const { channels } = responder.settings;
    const channel = summaryChannel ?? [...channels.values()].find(({ definition }) => definition.id === 'slack')?.name;
    if (channel === undefined || !channels.has(channel)) return;
    for (const approval of await listOpenApprovals(responder.db)) {
      const key = `approval/${approval.executionId}/${approval.stepKey ?? ''}/${approval.planHash}`;
      if (asked.has(key)) continue;
      await ask(approval, { key, channel, responder });
      if (asked.size >= MOST_REMEMBERED) asked.clear();
      asked.add(key);
    }
  };
}

interface Asking {
  readonly key: string;
  readonly channel: string;
  readonly responder: Responder;
}

async function ask(
  { executionId, stepKey, planHash, expiresAt }: Open,
  { key, channel, responder }: Asking,
): Promise<void> {
  const { db, settings } = responder;
  const execution = await findExecution(db, executionId);
  const stored = execution && (await findPlan(db, execution.planId));
  if (!execution || !stored) return;
  const plan = parsePlan(stored.document);
  const step = stepKey === null ? undefined : plan.steps.find((one) => one.key === stepKey);
  const title = step ? `${plan.runbook}: ${step.title}` : plan.runbook;
  const environment = execution.environment ?? 'no environment';
  const at = responder.now();
  const message: Message = {
    key,
    kind: 'notice',
    subject: `Waits for approval: ${title} (${environment})`,
    body: [
      `${execution.requestedBy} asks to carry it out in ${environment}${execution.reason ? `: ${execution.reason}` : ''}.`,
      `Plan ${planHash}, until ${expiresAt.toISOString().slice(0, 16)}Z.`,
      `Look at it: opsbook executions show ${executionId}`,
      `Then: opsbook approve ${executionId}, or opsbook reject ${executionId}`,
    ].join('\n'),
    incident: null,
    approval: {
      execution: executionId,
      title,
      environment,
      planHash,
      requestedBy: execution.requestedBy,
      url: settings.url === null ? null : `${settings.url.replace(/\/$/, '')}/executions/${executionId}`,
    },
    at,
  };
  await insertNotifications(db, [notificationOf(message, { incident: null, channel, lane: `${channel}/*/approvals` })]);
  responder.wake();
}
