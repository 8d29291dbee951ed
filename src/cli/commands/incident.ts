import { type Command, Option } from 'commander';
import { INCIDENT_SEVERITIES } from '../../model/incident/severity.ts';
import { incidentNumber } from '../incident/number.ts';
import { addIncidentActions } from './incident-actions.ts';
import { collect, countOption, outputOption, severityWord, urlOption, withConfig } from './options.ts';

/** Incidents: opened, looked at, mitigated, and told afterwards. What is done to one stands in `incident-actions.ts`. */
export function addIncident(program: Command): void {
  const incident = program
    .command('incident')
    .description('Incidents: what is wrong, who has it, and what is done about it.');
  addOpen(incident);
  addLooks(incident);
  addIncidentActions(incident);
  addMitigate(incident);
  withConfig(incident.command('postmortem'))
    .description('The draft of a post-mortem as Markdown: what the timeline says, and blanks for the rest.')
    .argument('<incident>', 'such as 42 or INC-42', incidentNumber)
    .option('--output-file <file>', 'write it there, whole or not at all')
    .action(async (number: number, options) => {
      const { postMortemCommand } = await import('../incident/look.ts');
      process.exitCode = await postMortemCommand(number, options);
    });
}

function addOpen(incident: Command): void {
  withConfig(incident.command('open'))
    .description('Open one; of a key that is open already, it is one occurrence more.')
    .argument('<title>', 'what is wrong, in one line')
    .addOption(severityOption('how bad it is (default: as the routes say)'))
    .option('--key <key>', 'what is one problem: a second one with it adds to the first')
    .option('--label <key=value>', 'what it is about, to route by (repeatable)', collect, [])
    .option('--policy <policy>', 'who is paged, instead of whom the routes say')
    .option('--note <text>', 'the first line of its timeline')
    .addOption(outputOption())
    .action(async (title: string, options) => {
      const { openCommand } = await import('../incident/act.ts');
      process.exitCode = await openCommand(title, options);
    });
}

function addLooks(incident: Command): void {
  withConfig(incident.command('list', { isDefault: true }))
    .description('Those that are open, the worst first: who has them, and how long there is.')
    .addOption(new Option('--all', 'what is over too').conflicts('resolved'))
    .option('--resolved', 'what is over')
    .option('--limit <count>', 'at most so many', countOption, 50)
    .addOption(outputOption())
    .action(async (options) => {
      const { listCommand } = await import('../incident/look.ts');
      process.exitCode = await listCommand(options);
    });
  withConfig(incident.command('show'))
    .description('One of them: its clocks, who is paged next, what may help, and its timeline.')
    .argument('<incident>', 'such as 42 or INC-42', incidentNumber)
    .addOption(new Option('--output <format>').choices(['table', 'json', 'markdown']).default('table'))
    .option('--no-color', 'no colour')
    .action(async (number: number, options) => {
      const { showCommand } = await import('../incident/look.ts');
      process.exitCode = await showCommand(number, options);
    });
  withConfig(incident.command('watch'))
    .description('Its timeline, line by line as it grows, until it is over.')
    .argument('<incident>', 'such as 42 or INC-42', incidentNumber)
    .addOption(outputOption())
    .action(async (number: number, options) => {
      const { watchCommand } = await import('../incident/watch.ts');
      process.exitCode = await watchCommand(number, options);
    });
}

function addMitigate(incident: Command): void {
  withConfig(incident.command('mitigate'))
    .description('What may help; or plan it, show the plan, and carry it out as opsbook run does.')
    .argument('<incident>', 'such as 42 or INC-42', incidentNumber)
    .argument('[what]', 'by its number in the list, or any runbook')
    .option('--set <key=value>', 'a parameter (repeatable)', collect, [])
    .option('--target <name>', 'a target of the configuration, or account/region (repeatable)', collect, [])
    .option('--profile <name>', 'a profile of the AWS configuration files')
    .option('--region <region>', 'an AWS region (repeatable)', collect, [])
    .option('--endpoint-url <url>', "instead of AWS's own endpoints", urlOption)
    .option('--override <reason>', 'do it although the change calendar or the preflight says no')
    .option('--yes', 'ask no questions; an approval that is needed is needed all the same')
    .option('--quiet', 'no progress')
    .addOption(outputOption())
    .option('--no-color', 'no colour')
    .action(async (number: number, what: string | undefined, options) => {
      const { mitigateCommand } = await import('../incident/mitigate.ts');
      process.exitCode = await mitigateCommand(number, what, options);
    });
}

function severityOption(description: string): Option {
  return new Option('--severity <severity>', `${description}; ${INCIDENT_SEVERITIES.join(', ')}`).argParser(
    severityWord,
  );
}
