import { Argument, type Command } from 'commander';
import { INCIDENT_SEVERITIES } from '../../model/incident/severity.ts';
import { INCIDENT_STATUSES } from '../../model/incident/status.ts';
import { incidentNumber } from '../incident/number.ts';
import { outputOption, severityWord, withConfig } from './options.ts';

/** What is done to an incident. Each says in one line what is so now, and what follows. */
export function addIncidentActions(incident: Command): void {
  addAnswers(incident);
  addProgress(incident);
  addQuiet(incident);
  addPeople(incident);
}

function addAnswers(incident: Command): void {
  action(incident, 'ack')
    .description('Take it: nobody is paged any more.')
    .action((number: number, options) => act(number, { action: 'acknowledge' }, options));
  action(incident, 'unack')
    .description('Give it back: who is on call is paged anew.')
    .action((number: number, options) => act(number, { action: 'unacknowledge' }, options));
  action(incident, 'escalate')
    .description('Page the next level now; or, where the business is hit, whoever waits for that.')
    .option('--business-impact <why>', 'how the business is hit')
    .action((number: number, options) =>
      act(number, { action: 'escalate', businessImpact: options.businessImpact }, options),
    );
}

function addProgress(incident: Command): void {
  action(incident, 'severity')
    .description('Say how bad it is: its targets and who is paged follow from that.')
    .addArgument(new Argument('<severity>', INCIDENT_SEVERITIES.join(', ')).argParser(severityWord))
    .option('--reason <text>', 'why')
    .action((number: number, severity: string, options) =>
      act(number, { action: 'severity', severity, reason: options.reason }, options),
    );
  at(action(incident, 'note'))
    .description('Add to its timeline.')
    .argument('<text...>', 'what is to be remembered')
    .action((number: number, words: string[], options) =>
      act(number, { action: 'note', text: words.join(' ') }, options),
    );
  at(action(incident, 'status'))
    .description('Say how far it is.')
    .addArgument(new Argument('<status>').choices(INCIDENT_STATUSES))
    .option('--note <text>', 'what is known')
    .action((number: number, status: string, options) =>
      act(number, { action: 'status', status, note: options.note }, options),
    );
  at(action(incident, 'resolve'))
    .description('End it, once it is verified; or dismiss it.')
    .option('--note <text>', 'what it was')
    .option('--dismiss <why>', 'it was none: ends it from wherever it stands')
    .option('--despite <why>', 'it is over although its source still fires')
    .action((number: number, { note, dismiss, despite, ...options }) =>
      act(number, { action: 'resolve', note, dismiss, despite }, options),
    );
}

function addQuiet(incident: Command): void {
  action(incident, 'snooze')
    .description('Page nobody for a while; what still stands then is paged anew.')
    .argument('<until>', 'a duration such as 30m, or an instant')
    .action((number: number, until: string, options) => act(number, { action: 'snooze' }, { ...options, until }));
  action(incident, 'silence')
    .description('Page nobody until then, also not for what comes with its key.')
    .requiredOption('--until <when>', 'a duration such as 2h, or an instant')
    .requiredOption('--reason <text>', 'why, for the record')
    .action((number: number, options) => act(number, { action: 'silence', reason: options.reason }, options));
  action(incident, 'unsilence')
    .description('End a silence or a snooze: what still stands is paged at once.')
    .action((number: number, options) => act(number, { action: 'unsilence' }, options));
}

function addPeople(incident: Command): void {
  action(incident, 'assign')
    .description('Say who works on it; they are told.')
    .argument('<person>')
    .action((number: number, person: string, options) => act(number, { action: 'assign', person }, options));
  action(incident, 'handoff')
    .description('Hand it to somebody, with what they have to know; they are told.')
    .requiredOption('--to <person>', 'who has it from now on')
    .option('--note <text>', 'what they have to know')
    .action((number: number, options) =>
      act(number, { action: 'assign', person: options.to, note: options.note }, options),
    );
  action(incident, 'policy')
    .description('Have it escalated by another policy from now on.')
    .argument('<policy>', 'an escalation policy of the configuration')
    .action((number: number, policy: string, options) => act(number, { action: 'policy', policy }, options));
}

function action(incident: Command, name: string): Command {
  return withConfig(incident.command(name))
    .argument('<incident>', 'such as 42 or INC-42', incidentNumber)
    .addOption(outputOption());
}

/** When it was so, where that is not now. */
function at(command: Command): Command {
  return command.option('--at <when>', 'when it was so: an instant, or so long ago, such as 10m (default: now)');
}

interface Given {
  readonly config?: string;
  readonly output?: string;
  readonly at?: string;
  readonly until?: string;
}

async function act(number: number, wanted: object, options: Given): Promise<void> {
  const { actCommand } = await import('../incident/act.ts');
  process.exitCode = await actCommand(number, wanted, options);
}
