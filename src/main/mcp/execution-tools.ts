import { z } from 'zod';
import { executionPage, executionsPage } from '../executions.ts';
import type { Where } from '../office.ts';
import { requireDatabase } from './existing-database.ts';
import type { Surroundings } from './surroundings.ts';
import { defineTool, EFFECTS } from './tool.ts';

export const executions = defineTool({
  name: 'executions',
  title: 'What runbooks did and do',
  description: 'Executions of runbooks, the newest first: status, who asked, how it ended or what it waits for.',
  input: { limit: z.int().min(1).max(200).default(20) },
  effect: EFFECTS.nothing,
  async run({ limit }, surroundings) {
    return parsed(await executionsPage(whereOf(surroundings), { limit, json: true, width: 0 }));
  },
});

export const execution = defineTool({
  name: 'execution',
  title: 'One execution',
  description:
    'One execution: its plan, what was done of it step by step with requests and answers, and who said what of it.',
  input: { id: z.string().min(1).max(100).describe('Its id, or the beginning of it.') },
  effect: EFFECTS.nothing,
  async run({ id }, surroundings) {
    return parsed(await executionPage(whereOf(surroundings), id, { json: true, width: 0 }));
  },
});

/** A server that `OPSBOOK_SERVER` names is asked, and else the database. */
function whereOf({ environment, configFile }: Surroundings): Where {
  if (!environment['OPSBOOK_SERVER']) requireDatabase({ environment });
  return { environment, configFile };
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}
