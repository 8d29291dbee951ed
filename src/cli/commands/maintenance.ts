import { type Command, InvalidArgumentError, Option } from 'commander';
import { collect, outputOption, withConfig } from './options.ts';

/** Times in which what is opened pages nobody. */
export function addMaintenance(program: Command): void {
  const maintenance = program
    .command('maintenance')
    .description('Times in which what is opened pages nobody; beside those of the configuration.');
  withConfig(maintenance.command('list', { isDefault: true }))
    .description('What holds, and what is ahead.')
    .addOption(outputOption())
    .action(async (options) => {
      const { maintenanceListCommand } = await import('../maintenance.ts');
      process.exitCode = await maintenanceListCommand(options);
    });
  withConfig(maintenance.command('start'))
    .description('Begin one.')
    .argument('<name>', 'what is done')
    .option('--until <when>', 'its end: an instant, or a duration from its start')
    .addOption(new Option('--for <duration>', 'how long it lasts').conflicts('until'))
    .option('--start <when>', 'an instant, or a duration from now (default: now)')
    .option(
      '--match <key=value>',
      'only what has this label; a * at its end stands for anything (repeatable)',
      collect,
      [],
    )
    .addOption(outputOption())
    .action(async (name: string, options) => {
      const { maintenanceStartCommand } = await import('../maintenance.ts');
      process.exitCode = await maintenanceStartCommand(name, options);
    });
  withConfig(maintenance.command('end'))
    .description('End one before its time, or let it never begin: what it alone holds is paged at once.')
    .argument('<id>', 'as the list says', idArgument)
    .addOption(outputOption())
    .action(async (id: number, options) => {
      const { maintenanceEndCommand } = await import('../maintenance.ts');
      process.exitCode = await maintenanceEndCommand(id, options);
    });
}

function idArgument(text: string): number {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new InvalidArgumentError('Expected the number of a maintenance window.');
}
