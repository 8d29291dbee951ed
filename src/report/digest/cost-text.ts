import type { ChecklistResult } from '../../model/result.ts';
import { counted } from '../text/value.ts';

/** What the look cost, in one phrase. */
export function costText({ aws, startedAt, finishedAt }: ChecklistResult): string {
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  const took = seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds).toLocaleString('en-US')} s`;
  const trouble = [
    ...(aws.throttles > 0 ? [`throttled ${counted(aws.throttles, 'time')}`] : []),
    ...(aws.retries > 0 ? [`${counted(aws.retries, 'retry', 'retries')}`] : []),
  ];
  return `${[counted(aws.calls, 'AWS call'), ...trouble].join(', ')} in ${took}`;
}
