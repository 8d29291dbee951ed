import { Command } from 'commander';
import { expect, test } from 'vitest';
import { UsageError } from '../model/errors.ts';
import { refuseUnknownCommands } from './unknown-command.ts';

test('a command that a group does not have is not taken for an argument of what it does by itself', async () => {
  await expect(typed('incident', 'acknowledge', '5')).rejects.toThrow(
    new UsageError('there is no command acknowledge here: opsbook incident --help lists those that there are'),
  );
});

test.each([[['incident']], [['incident', '--all']], [['incident', 'list', '--all']], [['incident', 'ack', '5']]])(
  '%j is understood',
  async (words) => {
    expect(await typed(...words)).toBe(words[1] === 'ack' ? 'ack 5' : 'list');
  },
);

async function typed(...words: string[]): Promise<string> {
  let done = '';
  const program = new Command('opsbook').exitOverride();
  const incident = program.command('incident');
  incident
    .command('list', { isDefault: true })
    .option('--all')
    .action(() => void (done = 'list'));
  incident
    .command('ack')
    .argument('<incident>')
    .action((number: string) => void (done = `ack ${number}`));
  refuseUnknownCommands(program);
  await program.parseAsync(words, { from: 'user' });
  return done;
}
