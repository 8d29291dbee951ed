import { ACTIONS, button, fit, LIMITS, linkButton, plainText, type SlackContent } from './blocks.ts';

export interface Approval {
  /** The execution's id. */
  readonly execution: string;
  readonly title: string;
  readonly environment: string;
  /** `sha256:…`, whole: the button votes on it, people see its beginning. */
  readonly planHash: string;
  readonly requestedBy: string;
  /** Where the plan is read; null where no browser gets to it. */
  readonly url: string | null;
}

const SHORT_HASH = 12;

/** An execution that waits for somebody's word. */
export function approvalContent({ execution, title, environment, planHash, requestedBy, url }: Approval): SlackContent {
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
