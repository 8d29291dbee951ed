import type { Command } from 'commander';
import { outputOption, withConfig } from './options.ts';

/** Where people and programs are told. */
export function addChannels(program: Command): void {
  const channels = program.command('channels').description('Where people and programs are told.');
  withConfig(channels.command('list', { isDefault: true }))
    .description('Those of the configuration, in the order in which they are tried.')
    .addOption(outputOption())
    .action(async (options) => {
      const { channelsListCommand } = await import('../channels.ts');
      process.exitCode = await channelsListCommand(options);
    });
  withConfig(channels.command('test'))
    .description('Send a test message now, and say how it went.')
    .argument('<name>', 'of the configuration')
    .option(
      '--to <whom>',
      "a person of the configuration, or a place as the channel names it (default: the channel's own)",
    )
    .addOption(outputOption())
    .action(async (name: string, options) => {
      const { channelsTestCommand } = await import('../channels.ts');
      process.exitCode = await channelsTestCommand(name, options);
    });
}
