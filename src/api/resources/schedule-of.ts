import { z } from '@hono/zod-openapi';
import type { Schedule } from '../../model/oncall/schedule.ts';
import { Problem } from '../problem.ts';
import type { OncallPorts } from '../respond-ports.ts';

/** In an address. */
export const scheduleParams = z.object({ id: z.string().min(1).max(200) });

/** @throws Problem 404 */
export function getSchedule({ schedules }: OncallPorts, id: string): Schedule {
  const schedule = schedules.get(id);
  if (!schedule) throw new Problem(404, `there is no on-call schedule ${id}`);
  return schedule;
}
