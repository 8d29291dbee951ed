import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import { invalid, missing } from './lookup.ts';

const TYPES = ['text/html', 'application/json', 'application/javascript', 'text/css', 'text/plain'];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html */
export function fixedResponse({ FixedResponseConfig: config, ...action }: Action): Action {
  if (config?.StatusCode === undefined) throw missing('FixedResponseConfig.StatusCode');
  const { StatusCode: code, ContentType: type, MessageBody: body } = config;
  if (!/^(2|4|5)\d\d$/.test(code)) {
    throw invalid(
      `1 validation error detected: Value '${code}' at 'actions.1.member.fixedResponseConfig.statusCode' failed to ` +
        'satisfy constraint: Member must satisfy regular expression pattern: ^(2|4|5)\\d\\d$',
    );
  }
  if (type !== undefined && !TYPES.includes(type)) {
    const listed = TYPES.map((one) => `'${one}'`).join(', ');
    throw new SandboxError('InvalidLoadBalancerAction', `The ContentType must be one of:${listed}`);
  }
  if (body !== undefined && body.length > 1024) {
    throw invalid('The message body of a fixed response cannot be longer than 1024 characters');
  }
  return { ...action, FixedResponseConfig: { ...config } };
}
