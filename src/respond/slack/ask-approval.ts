import { type Approval, approvalContent } from './approval-blocks.ts';
import { type Posted, postOnce } from './post.ts';
import type { SlackUse } from './settings.ts';

/**
 * Asks for approval in a channel, once for each plan: one that was made anew is asked for anew.
 * @param at when the approval began to be waited for
 * @throws DeliveryFailed
 */
export async function askApproval(
  use: SlackUse,
  { place, approval, at }: { place: string; approval: Approval; at: Date },
): Promise<Posted> {
  const key = `approval/${approval.execution}/${approval.planHash}`;
  return postOnce(use, { place, content: approvalContent(approval), key, at });
}
