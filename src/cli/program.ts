import { Command } from 'commander';

/** The command line. Each command is loaded when it is used. */
export async function main(words: readonly string[]): Promise<void> {
  const program = new Command('opsbook').description('The operations runbook, run.');
  program
    .command('run')
    .argument('<id>')
    .option('--sandbox', 'use the embedded sandbox')
    .option('--output <format>', 'table, json', 'table')
    .action(async (id: string, options: { sandbox?: boolean; output: string }) => {
      const { runCommand } = await import('./run.ts');
      process.exitCode = await runCommand(id, options);
    });
  await program.parseAsync([...words], { from: 'user' });
}
