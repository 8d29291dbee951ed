import { type Command, InvalidArgumentError, Option } from 'commander';
import { SEVERITIES } from '../../model/severity.ts';
import { countOption, outputOption } from './options.ts';

const STATUSES = ['fail', 'unknown', 'pass'];

/** What earlier runs found, and what somebody lets rest of it. */
export function addFindings(program: Command): void {
  const findings = program.command('findings').description('Findings of earlier runs.');
  findings
    .command('list', { isDefault: true })
    .description('What stored runs found, the worst first: since when, and what rests until when.')
    .addOption(
      new Option('--status <status>', 'only these (repeatable; by default what fails or is not determined)')
        .choices(STATUSES)
        .argParser(collectStatus)
        .default([]),
    )
    .addOption(new Option('--severity <severity>', 'this severe or worse').choices(SEVERITIES).default('informational'))
    .option('--check <check>', 'of this check')
    .option('--new [since]', 'that began to fail since then: an instant or a duration (default: 24h)')
    .option('--fixed [since]', 'that were fixed since then, or whose resource is gone (default: 24h)')
    .option('--limit <count>', 'at most so many', countOption, 200)
    .addOption(outputOption())
    .action(async (options) => {
      const { findingsListCommand } = await import('../findings.ts');
      process.exitCode = await findingsListCommand(options);
    });
  findings
    .command('diff')
    .description('What is new, gone and unchanged between two results: of run --output json, or stored ones.')
    .argument('[before]', 'a result file')
    .argument('[after]', 'a later result file')
    .option('--since <when>', 'without files: what changed since then, an instant or a duration such as 24h')
    .option('--checklist <id>', 'without files: of this checklist only')
    .addOption(outputOption())
    .option('--no-color', 'no colour')
    .action(async (before: string | undefined, after: string | undefined, options) => {
      const { findingsDiffCommand } = await import('../findings-diff.ts');
      process.exitCode = await findingsDiffCommand(before, after, options);
    });
  findings
    .command('suppress')
    .description('Let a finding rest until a day: it is shown, and fails nothing.')
    .argument('<finding>', 'its id, or the beginning of it')
    .requiredOption('--reason <text>', 'why, for the record')
    .requiredOption('--until <when>', 'the day, the instant or the duration after which it counts again')
    .action(async (id: string, options) => {
      const { suppressCommand } = await import('../findings.ts');
      process.exitCode = await suppressCommand(id, options);
    });
  findings
    .command('unsuppress')
    .description('Let it count again.')
    .argument('<finding>', 'its id, or the beginning of it')
    .action(async (id: string) => {
      const { unsuppressCommand } = await import('../findings.ts');
      process.exitCode = await unsuppressCommand(id);
    });
}

function collectStatus(value: string, before: readonly string[]): string[] {
  if (!STATUSES.includes(value)) throw new InvalidArgumentError(`Allowed choices are ${STATUSES.join(', ')}.`);
  return [...before, value];
}
