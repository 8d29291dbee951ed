import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { readProcess } from '../main/process.ts';
import { startTracing } from '../main/tracing.ts';
import { parseInstant } from '../model/instant.ts';
import { SEVERITIES } from '../model/severity.ts';
import { OUTPUTS } from '../report/outputs.ts';
import { addCalendar } from './commands/calendar.ts';
import { addChannels } from './commands/channels.ts';
import { addFindings } from './commands/findings.ts';
import { addIncident } from './commands/incident.ts';
import { addMaintenance } from './commands/maintenance.ts';
import { addMcp } from './commands/mcp.ts';
import { addOncall } from './commands/oncall.ts';
import { collect, countOption, urlOption } from './commands/options.ts';
import { addPeople, addTokens } from './commands/people.ts';
import { EXIT } from './exit.ts';
import { cannotWrite, oneLine, reportFailure } from './failure.ts';
import { refuseUnknownCommands } from './unknown-command.ts';

/** The command line. Each command's code is loaded when it is used, and no sooner. */
export async function main(words: readonly string[], version: string): Promise<void> {
  goOnWhenNobodyReads();
  const program = createProgram(version);
  const tell = (line: string): void => void process.stderr.write(`opsbook: ${line}\n`);
  const tracing = await startTracing(readProcess().environment, { version, tell });
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else process.exitCode = reportFailure(error);
  }
  process.exitCode ??= EXIT.done;
  await tracing?.end();
  // What was asked for is done and printed. A wait of the durable engine that stands in the database may still hold a
  // timer of this process: nobody waits for that.
  setTimeout(() => process.exit(), 300).unref();
}

function createProgram(version: string): Command {
  const program = new Command('opsbook')
    .description('The operations runbook, run: checklists that judge what is in an AWS account.')
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })
    .enablePositionalOptions();
  addRun(program, version);
  addPlan(program);
  addApply(program);
  addVotes(program);
  addExecutions(program);
  addAudit(program);
  addUp(program, version);
  addWorker(program);
  addMcp(program, version);
  addPeople(program);
  addTokens(program);
  addCatalog(program);
  addFindings(program);
  addCalendar(program);
  addIncident(program);
  addMaintenance(program);
  addOncall(program);
  addChannels(program);
  addExport(program);
  addConfig(program);
  addDoctor(program);
  addSandbox(program);
  refuseUnknownCommands(program);
  return program;
}

function addRun(program: Command, version: string): void {
  withTargets(program.command('run').summary('run a checklist, a check or a runbook'))
    .description('Run a checklist or a check and say what it found; plan, confirm and execute a runbook.')
    .argument('<id>', 'a checklist, a check or a runbook: opsbook catalog lists them')
    .option('--set <key=value>', 'a parameter (repeatable)', collect, [])
    .addOption(new Option('--output <format>', 'how to print the result').choices(OUTPUTS).default('table'))
    .option('--output-file <file>', 'write the result there, whole or not at all')
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 for failing findings this severe or worse')
        .choices(SEVERITIES)
        .default('low'),
    )
    .option('--now <instant>', 'judge as of this instant, e.g. 2026-11-23T08:00:00Z', instantOption)
    .option('--store', 'of a checklist: keep the result in the database, and know what is suppressed there')
    .option('--override <reason>', 'of a runbook: do it although the change calendar or the preflight says no')
    .option('--yes', 'ask no questions')
    .option('--quiet', 'no progress')
    .option('--no-color', 'no colour')
    .action(async (id: string, options) => {
      const { runCommand } = await import('./run.ts');
      process.exitCode = await runCommand(id, options, version);
    });
}

function addPlan(program: Command): void {
  withTargets(program.command('plan').summary('say what a runbook would do, and change nothing'))
    .description('Make the plan of a runbook and print it with its hash. Changes nothing.')
    .argument('<runbook>', 'a runbook: opsbook catalog lists them')
    .option('--set <key=value>', 'a parameter (repeatable)', collect, [])
    .addOption(
      new Option('--output <format>', 'how to print the plan').choices(['table', 'json', 'markdown']).default('table'),
    )
    .option('--output-file <file>', 'write it there, whole or not at all')
    .option('--out <file>', 'save the plan, for opsbook apply')
    .option('--rehearse', 'execute it in a sandbox that is loaded with what it looked at, and say what comes of it')
    .addOption(
      new Option('--rehearse-version <how>', 'how new versions behave when it is rehearsed (default: well)')
        .choices(['bad', 'never-healthy', 'crashes'])
        .implies({ rehearse: true }),
    )
    .option('--now <instant>', 'plan as of this instant', instantOption)
    .option('--yes', 'ask no questions: planning asks none')
    .option('--quiet', 'no progress: planning shows none')
    .option('--no-color', 'no colour')
    .action(async (id: string, options) => {
      const { planCommand } = await import('./plan.ts');
      process.exitCode = await planCommand(id, options);
    });
}

function addApply(program: Command): void {
  withTargets(program.command('apply'))
    .description('Execute a saved plan, after the approvals that it needs.')
    .argument('<plan>', 'a file of opsbook plan --out, or the id of a stored plan')
    .option('--reason <text>', 'why, for the record')
    .option('--override <reason>', 'do it although the change calendar or the preflight says no')
    .option('--yes', 'ask no questions; an approval that is needed is needed all the same')
    .option('--quiet', 'no progress')
    .addOption(new Option('--output <format>').choices(['table', 'json']).default('table'))
    .option('--output-file <file>', 'write how it ended there, whole or not at all')
    .option('--no-color', 'no colour')
    .action(async (plan: string, options) => {
      const { applyCommand } = await import('./apply.ts');
      process.exitCode = await applyCommand(plan, options);
    });
}

function addVotes(program: Command): void {
  for (const decision of ['approve', 'reject'] as const) {
    program
      .command(decision)
      .description(decision === 'approve' ? 'Agree to what an execution waits for.' : 'Refuse it.')
      .argument('<execution>', 'its id, or the beginning of it')
      .option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)')
      .option('--reason <text>', 'why, for the record')
      .action(async (id: string, options) => {
        const { voteCommand } = await import('./executions.ts');
        process.exitCode = await voteCommand(decision, id, options);
      });
  }
}

function addExecutions(program: Command): void {
  const executions = program.command('executions').description('What runbooks did, do, and wait for.');
  const withDesk = (command: Command): Command =>
    command
      .option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)')
      .addOption(new Option('--output <format>').choices(['table', 'json']).default('table'));
  withDesk(executions.command('list', { isDefault: true }))
    .description('The newest first.')
    .option('--limit <count>', 'at most so many', countOption, 50)
    .action(async (options) => {
      const { listCommand } = await import('./executions.ts');
      process.exitCode = await listCommand(options);
    });
  withDesk(executions.command('show'))
    .description('One execution: step by step, and who did what.')
    .argument('<execution>', 'its id, or the beginning of it')
    .action(async (id: string, options) => {
      const { showCommand } = await import('./executions.ts');
      process.exitCode = await showCommand(id, options);
    });
  withDesk(executions.command('follow'))
    .description('Line by line, until it is over or somebody is needed.')
    .argument('<execution>', 'its id, or the beginning of it')
    .option('--work', 'take part in executing it')
    .action(async (id: string, options) => {
      const { followCommand } = await import('./executions.ts');
      process.exitCode = await followCommand(id, options);
    });
  const orders = {
    resume: 'Let one that waits or has failed go on at the step it stands at.',
    undo: 'Undo what it did, newest first.',
    cancel: 'Set it aside as it stands; what it leaves is listed.',
  } as const;
  for (const order of ['resume', 'undo', 'cancel'] as const) {
    withDesk(executions.command(order))
      .description(orders[order])
      .argument('<execution>', 'its id, or the beginning of it')
      .option('--reason <text>', 'why, for the record')
      .action(async (id: string, options) => {
        const { orderCommand } = await import('./executions.ts');
        process.exitCode = await orderCommand(order, id, options);
      });
  }
}

function addUp(program: Command, version: string): void {
  program
    .command('up')
    .description('Server, worker and calendar in one process. Listens on this machine alone, unless told otherwise.')
    .option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)')
    .option('--host <address>', 'the address to listen on (default: 127.0.0.1)')
    .option('--port <number>', 'the port to listen on (default: 4600)', portOption)
    .action(async (options) => {
      const { upCommand } = await import('./up.ts');
      process.exitCode = await upCommand(options, version);
    });
}

function addWorker(program: Command): void {
  program
    .command('worker')
    .description('One more worker on the same database: it takes up executions, also those of a worker that died.')
    .option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)')
    .action(async (options) => {
      const { workerCommand } = await import('./worker.ts');
      process.exitCode = await workerCommand(options);
    });
}

function addAudit(program: Command): void {
  program
    .command('audit')
    .description('The log of who did what.')
    .command('verify')
    .description('Whether it is what was written: nothing edited, nothing deleted.')
    .option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)')
    .action(async (options) => {
      const { auditCommand } = await import('./executions.ts');
      process.exitCode = await auditCommand(options);
    });
}

/** The options that say where to look. */
function withTargets(command: Command): Command {
  return command
    .option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)')
    .option('--target <name>', 'a target of the configuration, or account/region (repeatable)', collect, [])
    .option('--profile <name>', 'a profile of the AWS configuration files')
    .option('--region <region>', 'an AWS region (repeatable)', collect, [])
    .option('--endpoint-url <url>', "instead of AWS's own endpoints", urlOption)
    .addOption(
      new Option('--sandbox', 'use the embedded sandbox instead of AWS').conflicts(['profile', 'endpointUrl']),
    );
}

function addCatalog(program: Command): void {
  program
    .command('catalog')
    .description('Every checklist, runbook and check: id, title, cadence.')
    .addOption(new Option('--output <format>').choices(['table', 'json']).default('table'))
    .action(async (options) => {
      const { catalogCommand } = await import('./catalog.ts');
      process.exitCode = await catalogCommand(options);
    });
  program
    .command('explain')
    .description('What a checklist or check judges, or a runbook does; why, with which parameters and permissions.')
    .argument('<id>')
    .action(async (id: string) => {
      const { explainCommand } = await import('./explain.ts');
      process.exitCode = await explainCommand(id);
    });
  program
    .command('permissions')
    .description('The least-privilege IAM policy for checklists, checks and runbooks, as JSON.')
    .argument('<id...>')
    .action(async (ids: string[]) => {
      const { permissionsCommand } = await import('./permissions.ts');
      process.exitCode = await permissionsCommand(ids);
    });
}

function addExport(program: Command): void {
  const exporting = program.command('export').description('What Opsbook works from, for other tools.');
  withTargets(exporting.command('terraform'))
    .description('Alarms, dashboards and auto scaling as HCL. Reads only.')
    .option('--output-file <file>', 'write it there, whole or not at all')
    .action(async (options) => {
      const { exportTerraformCommand } = await import('./export.ts');
      process.exitCode = await exportTerraformCommand(options);
    });
}

function addConfig(program: Command): void {
  const config = program.command('config').description('The configuration file.');
  config
    .command('check')
    .description('Say whether the configuration is right, and where it is not.')
    .option('--config <file>', 'the configuration (default: opsbook.yaml)')
    .action(async (options) => {
      const { configCheckCommand } = await import('./config.ts');
      process.exitCode = await configCheckCommand(options);
    });
  config
    .command('schema')
    .description('The JSON Schema of opsbook.yaml, for editors.')
    .action(async () => {
      const { configSchemaCommand } = await import('./config.ts');
      process.exitCode = await configSchemaCommand();
    });
}

function addDoctor(program: Command): void {
  withTargets(program.command('doctor'))
    .description('What works and what does not: credentials, permissions, clock, configuration.')
    .addOption(new Option('--output <format>').choices(['table', 'json']).default('table'))
    .action(async (options) => {
      const { doctorCommand } = await import('./doctor.ts');
      process.exitCode = await doctorCommand(options);
    });
}

function addSandbox(program: Command): void {
  const words = ['up', 'reset', 'advance', 'fault', 'snapshot'];
  program
    .command('sandbox')
    .description('The simulated AWS on a loopback port.')
    .argument('<action>', words.join(', '))
    .argument('[words...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (action: string, rest: string[]) => {
      const { sandboxProgram } = await import('./sandbox.ts');
      await sandboxProgram()
        .exitOverride()
        .parseAsync([action, ...rest], { from: 'user' });
    });
}

function portOption(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Expected a port: 0 to 65535.');
}

function instantOption(text: string): Date {
  const instant = parseInstant(text);
  if (instant) return instant;
  throw new InvalidArgumentError('Expected an instant with its zone, e.g. 2026-11-23T08:00:00Z.');
}

/**
 * `opsbook … | head` closes the pipe: that is no error, and the exit code is still the one of what was found. Any
 * other trouble with standard output is one, since what was asked for did not arrive.
 */
function goOnWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
    process.exit(reportFailure(cannotWrite('to standard output', error)));
  });
  process.stderr.on('error', () => undefined);
}
