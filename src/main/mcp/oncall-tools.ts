import { z } from 'zod';
import { realClock } from '../clock.ts';
import type { Answer, Asking } from '../oncall/asking.ts';
import { timelineAnswer } from '../oncall/timeline.ts';
import { whoAnswer } from '../oncall/who.ts';
import type { Surroundings } from './surroundings.ts';
import { defineTool, EFFECTS } from './tool.ts';

const DAYS_MS = 86_400_000;
const TIMELINE_MS = 14 * DAYS_MS;

const schedule = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Of the configuration; may be left out where there is one.');
const instant = z.iso.datetime({ offset: true });

export const oncallWho = defineTool({
  name: 'oncall_who',
  title: 'Who is on call',
  description: 'Who is on call now or at an instant, until when, and who comes after. Instants are UTC.',
  input: { schedule, at: instant.optional().describe('Now, where absent.') },
  effect: EFFECTS.nothing,
  async run({ schedule: id, at }, surroundings) {
    return told(await whoAnswer(askingOf(surroundings, id), at === undefined ? realClock() : new Date(at)));
  },
});

export const oncallTimeline = defineTool({
  name: 'oncall_timeline',
  title: 'Who is on call when',
  description:
    'Who is on call over a time, with the gaps in which nobody is, and who has two places at once. Half-open segments in UTC.',
  input: {
    schedule,
    from: instant.optional().describe('Now, where absent.'),
    to: instant.optional().describe('Two weeks later, where absent.'),
  },
  effect: EFFECTS.nothing,
  async run({ schedule: id, from, to }, surroundings) {
    const start = from === undefined ? realClock() : new Date(from);
    const end = to === undefined ? new Date(start.getTime() + TIMELINE_MS) : new Date(to);
    return told(await timelineAnswer(askingOf(surroundings, id), { from: start, to: end }));
  },
});

function askingOf({ environment, configFile }: Surroundings, id: string | undefined): Asking {
  return { environment, configFile, schedule: id, json: true, width: 0 };
}

/** What could not be read is part of the answer, since there is nobody to read standard error. */
function told({ text, warnings, incomplete }: Answer) {
  const answer: unknown = JSON.parse(text);
  return { answer, warnings, incomplete };
}
