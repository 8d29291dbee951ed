import { CHECKLISTS } from '../main/catalog.ts';
import { run } from '../main/run.ts';
import { sandboxTargets } from '../main/sandbox.ts';
import { renderJson } from '../report/json.ts';
import { renderTerminal } from '../report/terminal.ts';

export async function runCommand(id: string, options: { sandbox?: boolean; output: string }): Promise<number> {
  const checklist = CHECKLISTS.find((candidate) => candidate.id === id);
  if (!checklist) return 2;
  const { world, targets } = sandboxTargets();
  const clock = () => world.clock.now();
  const result = await run({ checklist, targets, now: clock(), clock, progress: () => undefined });
  process.stdout.write(options.output === 'json' ? renderJson(result) : renderTerminal(result, { color: false, width: 80 }));
  return result.summary.fail > 0 ? 1 : 0;
}
