import { confirm, isCancel } from '@clack/prompts';
import { readProcess } from '../main/process.ts';

/** Asks on the terminal; no where nobody can answer. */
export async function confirmed(question: string): Promise<boolean> {
  const { stdoutIsTerminal, stderrIsTerminal } = readProcess();
  if (!stdoutIsTerminal || !stderrIsTerminal) return false;
  const answer = await confirm({ message: question, initialValue: false });
  return !isCancel(answer) && answer;
}
