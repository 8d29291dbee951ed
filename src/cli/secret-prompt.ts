import { createInterface } from 'node:readline';
import { isCancel, password } from '@clack/prompts';
import { Refused, UsageError } from '../model/errors.ts';

/** Asks for a secret on the terminal, twice where it is new; else it is the first line of standard input. Never an argument. */
export async function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) return firstLine();
  const first = await ask(question);
  if ((await ask('Once more')) !== first) throw new UsageError('the two are not the same: nothing was changed');
  return first;
}

async function ask(message: string): Promise<string> {
  const answer = await password({ message, output: process.stderr });
  if (isCancel(answer)) throw new Refused('nothing was changed');
  return answer;
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new UsageError('expected the password on standard input');
}
