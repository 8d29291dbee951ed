import type { Command } from 'commander';
import { UsageError } from '../model/errors.ts';

/**
 * A group that does something by itself, such as listing, would take a command that there is not for an argument of that.
 * Whoever types one at 03:00 is told so instead.
 */
export function refuseUnknownCommands(group: Command): void {
  for (const one of group.commands) refuseUnknownCommands(one);
  if (group.parent === null || group.commands.length === 0) return;
  group.hook('preSubcommand', ({ args }, chosen) => {
    const [typed = ''] = args;
    if (typed === '' || typed.startsWith('-') || typed === chosen.name() || chosen.aliases().includes(typed)) return;
    throw new UsageError(`there is no command ${typed} here: ${nameOf(group)} --help lists those that there are`);
  });
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}
