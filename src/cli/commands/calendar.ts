import { type Command, Option } from 'commander';

/** When what is run. */
export function addCalendar(program: Command): void {
  program
    .command('calendar')
    .description('When each checklist is run next, how it came out last, and what was missed.')
    .command('list', { isDefault: true })
    .description('The same.')
    .option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)')
    .addOption(new Option('--output <format>').choices(['table', 'json']).default('table'))
    .action(async (options) => {
      const { calendarCommand } = await import('../calendar.ts');
      process.exitCode = await calendarCommand(options);
    });
}
