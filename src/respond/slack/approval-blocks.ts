import type { MessageApproval } from '../../model/incident/message.ts';
import { ACTIONS, button, fit, LIMITS, linkButton, plainText, type SlackContent } from './blocks.ts';

const SHORT_HASH = 12;

/** An execution that waits for somebody's word. */
export function approvalContent({
  execution,
  title,
  environment,
  planHash,
  requestedBy,
  url,
}: MessageApproval): SlackContent {
  const hash = planHash.replace(/^sha256:/, '').slice(0, SHORT_HASH);
  const value = `${execution} ${planHash}`;
  const asks = `${requestedBy} asks to carry it out in ${environment}.\nPlan ${hash}`;
  const confirm = {
    title: plainText('Approve this plan?', 100),
    text: plainText(`${title}\n${environment}, plan ${hash}`, 300),
    confirm: plainText('Approve', 30),
    deny: plainText('Not yet', 30),
  };
  return {
    text: fit(`Waits for approval: ${title} (${environment})`, LIMITS.fallback),
    blocks: [
      { type: 'header', text: plainText('An execution waits for approval', LIMITS.header) },
      { type: 'section', text: plainText(`${title}\n${asks}`) },
      {
        type: 'actions',
        elements: [
          button(ACTIONS.approve, 'Approve', { value, style: 'primary', confirm }),
          button(ACTIONS.reject, 'Reject', { value, style: 'danger' }),
          ...linkButton('Read the plan', url),
        ],
      },
    ],
  };
}
