import { readProcess } from '../main/process.ts';
import { Interrupted, Refused } from '../model/errors.ts';

/**
 * Asks on the terminal, beside what is printed; no where nobody can answer.
 * @throws Interrupted where somebody leaves the question
 */
export async function confirmed(question: string): Promise<boolean> {
  const { stdinIsTerminal, stderrIsTerminal } = readProcess();
  if (!stdinIsTerminal || !stderrIsTerminal) return false;
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: question, initialValue: false, output: process.stderr });
  if (isCancel(answer)) throw new Interrupted('interrupted; nothing was changed');
  return answer;
}

/** What a plan that nobody confirmed ends with. */
export function notConfirmed(): Refused {
  return new Refused('nothing was changed: the plan was not confirmed (--yes confirms without a question)');
}
