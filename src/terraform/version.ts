import { z } from 'zod';
import { type CommandOptions, runTerraform } from './command.ts';
import { problemOf } from './problem.ts';

const answer = z.object({ terraform_version: z.string() });

/** Which terraform is installed, or why none can be run. */
export async function readVersion(
  options: CommandOptions,
): Promise<{ readonly version: string } | { readonly problem: string }> {
  const ended = await runTerraform(['version', '-json'], options);
  const problem = problemOf(ended, options.binary);
  if (problem !== undefined || ended.how !== 'exited') return { problem: problem ?? ended.how };
  try {
    return { version: answer.parse(JSON.parse(ended.stdout)).terraform_version };
  } catch {
    return { problem: `${options.binary} version -json does not say which version it is` };
  }
}
