import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentDesk } from '../../main/incidents/desk.ts';
import type { IncidentView } from '../../model/incident/view.ts';
import { counted } from '../../report/text/value.ts';
import { warn } from './desk.ts';

/** So long a worker has to take pages up: it hears of them at once. */
const LOOKS = 15;
const LOOK_EVERY_MS = 200;

/** Somebody is to be paged: says so where nobody is there who does that, since who asked would rely on it. */
export async function warnOfUntaken(desk: IncidentDesk, { number, paging }: IncidentView): Promise<void> {
  if (paging.phase !== 'paging') return;
  let left = 0;
  for (let look = 0; look < LOOKS; look += 1) {
    const { notifications } = await desk.show(number);
    left = notifications.filter(
      ({ kind, status, attempts, dueAt }) =>
        kind === 'page' && status === 'waiting' && attempts === 0 && Date.parse(dueAt) <= Date.now(),
    ).length;
    if (left === 0) return;
    await sleep(LOOK_EVERY_MS);
  }
  warn(`${counted(left, 'page')} not taken up by anybody: opsbook up, on this database, delivers`);
}
