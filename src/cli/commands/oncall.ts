import { type Command, InvalidArgumentError, Option } from 'commander';

/** Who is on call when. */
export function addOncall(program: Command): void {
  const oncall = program.command('oncall').description('Who is on call, when, and what is otherwise for a while.');
  withSchedule(oncall.command('who', { isDefault: true }))
    .description('Who is on call, how to reach them, until when, and who comes after.')
    .option('--at <when>', 'an instant, or a duration from now (default: now)')
    .action(async (options) => {
      const { whoCommand } = await import('../oncall.ts');
      process.exitCode = await whoCommand(options);
    });
  withSpan(withSchedule(oncall.command('timeline')), '14d')
    .description('Who is on call over a time, with its gaps, and who has two places at once.')
    .action(async (options) => {
      const { timelineCommand } = await import('../oncall.ts');
      process.exitCode = await timelineCommand(options);
    });
  withSpan(withSchedule(oncall.command('check'), 'all of them'), '30d')
    .description('Gaps and conflicts ahead, and what is rarely meant. Exit 1 where there are gaps or conflicts.')
    .action(async (options) => {
      const { checkCommand } = await import('../oncall.ts');
      process.exitCode = await checkCommand(options);
    });
  withSchedule(oncall.command('fairness'))
    .description('Hours, nights and weekends of each person, and pages where they are counted.')
    .option('--from <when>', 'an instant, or a duration ago (default: the beginning of the quarter)')
    .option('--to <when>', 'an instant, or a duration from now (default: the end of the quarter)')
    .action(async (options) => {
      const { fairnessCommand } = await import('../oncall.ts');
      process.exitCode = await fairnessCommand(options);
    });
  addIcal(oncall);
  addOverride(oncall);
  addHandOff(oncall);
}

function addIcal(oncall: Command): void {
  oncall
    .command('ical')
    .description('The shifts of the last 30 and the next 90 days as a calendar (.ics).')
    .option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)')
    .option('--schedule <schedule>', 'of the configuration (default: the only one)')
    .option('--person <person>', 'theirs alone')
    .option('--output-file <file>', 'write it there, whole or not at all')
    .action(async (options) => {
      const { icalCommand } = await import('../oncall.ts');
      process.exitCode = await icalCommand(options);
    });
}

const OVERRIDES = {
  add: 'Somebody is on call too.',
  remove: 'Somebody is not on call, and nobody instead.',
  replace: 'Somebody is on call instead of somebody else, where that one would be.',
} as const;

function addOverride(oncall: Command): void {
  const override = oncall.command('override').description('What is otherwise for a while; kept in the database.');
  for (const type of ['add', 'remove', 'replace'] as const) {
    const command = withSchedule(override.command(type)).description(OVERRIDES[type]);
    if (type !== 'remove') command.requiredOption('--person <person>', 'who is on call then');
    if (type !== 'add') command.requiredOption('--remove <person>', 'who is not');
    command
      .option('--rotation <rotation>', 'there alone')
      .option('--start <when>', 'an instant, or a duration from now (default: now)')
      .requiredOption('--end <when>', 'an instant, or a duration from its start')
      .option('--reason <text>', 'why, for the record')
      .action(async (options) => {
        const { overrideCommand } = await import('../oncall.ts');
        process.exitCode = await overrideCommand(type, options);
      });
  }
  withSchedule(override.command('list', { isDefault: true }))
    .description('What is stored and not over.')
    .action(async (options) => {
      const { overridesCommand } = await import('../oncall.ts');
      process.exitCode = await overridesCommand(options);
    });
  override
    .command('cancel')
    .description('End one, or let it never begin.')
    .argument('<id>', 'as the list says', idArgument)
    .action(async (id: number) => {
      const { cancelOverrideCommand } = await import('../oncall.ts');
      process.exitCode = await cancelOverrideCommand(id);
    });
}

function addHandOff(oncall: Command): void {
  oncall
    .command('handoff')
    .description('The checklist of a shift that is handed over: the last that is not signed by both, else the next.')
    .argument('[id]', 'a certain one, as the list says', idArgument)
    .option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)')
    .option('--schedule <schedule>', 'of the configuration (default: the only one)')
    .option('--rotation <rotation>', 'of the schedule (default: the first)')
    .option('--next', 'the next one, also where the last is not signed')
    .option('--note <text>', 'something that who comes next should know')
    .option('--keep', 'the note goes on from shift to shift, until it is dropped')
    .option('--drop-note <id>', 'a note is told no more', idArgument)
    .addOption(
      new Option('--sign [side]', 'sign it: for yourself, or as an admin for one side').choices([
        'outgoing',
        'incoming',
      ]),
    )
    .option('--list', 'those that were made')
    .option('--before <id>', 'of the list: those before it', idArgument)
    .addOption(new Option('--output <format>').choices(['table', 'markdown', 'json']).default('table'))
    .action(async (id: number | undefined, options) => {
      const { handOffCommand } = await import('../oncall-handoff.ts');
      process.exitCode = await handOffCommand(id, options);
    });
}

function withSchedule(command: Command, fallback = 'the only one'): Command {
  return command
    .option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)')
    .option('--schedule <schedule>', `of the configuration (default: ${fallback})`)
    .addOption(new Option('--output <format>').choices(['table', 'json']).default('table'));
}

function withSpan(command: Command, length: string): Command {
  return command
    .option('--from <when>', 'an instant, or a duration from now (default: now)')
    .option('--to <when>', `an instant, or a duration from its beginning (default: ${length})`);
}

function idArgument(text: string): number {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new InvalidArgumentError('Expected a number, as the list says.');
}
