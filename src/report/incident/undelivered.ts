import type { IncidentPage } from '../../model/incident/view.ts';
import { counted } from '../text/value.ts';
import { instantWords } from './words.ts';

/** What is due for so long and nobody has tried: nobody delivers here. */
const TAKEN_UP_WITHIN_MS = 10_000;

/** What did not reach whom it was for, and what nobody has even tried to deliver, in sentences. */
export function undeliveredOf({ notifications }: IncidentPage, now: Date): string[] {
  const left = notifications.filter(
    ({ status, attempts, dueAt }) =>
      status === 'waiting' && attempts === 0 && Date.parse(dueAt) + TAKEN_UP_WITHIN_MS < now.getTime(),
  );
  const failed = notifications.filter(
    ({ status, attempts }) => status === 'failed' || (status === 'waiting' && attempts > 0),
  );
  return [
    ...(left.length > 0
      ? [`${counted(left.length, 'message')} not taken up by anybody: does opsbook up run on this database?`]
      : []),
    ...failed.map(({ kind, person, channel, detail, attempts, status, dueAt }) => {
      const then = status === 'failed' ? 'given up' : `tried again at ${instantWords(dueAt, now)}`;
      return `${person ?? 'the place'} by ${channel} (${kind}): ${(detail ?? 'no reason is known').replace(/\.$/, '')}; ${counted(attempts, 'attempt')}, ${then}`;
    }),
  ];
}
