import type { Command } from 'commander';
import { collect, outputOption } from './options.ts';

/** Who may come in, and with what. */
export function addPeople(program: Command): void {
  const people = program.command('people').description('Who may sign in, and what they may do.');
  people
    .command('add')
    .description('Register somebody; the password is asked for, or read from standard input. The first is an admin.')
    .argument('<id>', 'as whom they are known, e.g. alice')
    .requiredOption('--roles <roles>', 'of viewer, operator, approver, admin; with commas')
    .option('--name <name>', 'their name')
    .option('--email <address>', 'their address: who comes from the identity provider with it is the same person')
    .option('--no-password', 'they sign in by the identity provider, or send tokens only')
    .action(async (id: string, options) => {
      const { addCommand } = await import('../people.ts');
      process.exitCode = await addCommand(id, options);
    });
  people
    .command('list', { isDefault: true })
    .description('Everybody who is registered.')
    .addOption(outputOption())
    .action(async (options) => {
      const { listCommand } = await import('../people.ts');
      process.exitCode = await listCommand(options);
    });
  people
    .command('roles')
    .description('Say what somebody may do from now on.')
    .argument('<id>')
    .argument('<roles>', 'of viewer, operator, approver, admin; with commas')
    .action(async (id: string, roles: string) => {
      const { rolesCommand } = await import('../people.ts');
      process.exitCode = await rolesCommand(id, roles);
    });
  for (const word of ['disable', 'enable'] as const) {
    people
      .command(word)
      .description(word === 'disable' ? 'Let somebody in no more, from now on.' : 'Let somebody in again.')
      .argument('<id>')
      .action(async (id: string) => {
        const { disableCommand } = await import('../people.ts');
        process.exitCode = await disableCommand(id, word === 'disable');
      });
  }
  people
    .command('passwd')
    .description('Change a password; it is asked for, or read from standard input.')
    .argument('<id>')
    .action(async (id: string) => {
      const { passwdCommand } = await import('../people.ts');
      process.exitCode = await passwdCommand(id);
    });
}

/** What programs come in with. */
export function addTokens(program: Command): void {
  const token = program
    .command('token')
    .description('What programs come in with: OPSBOOK_TOKEN, or Authorization: Bearer.');
  token
    .command('create')
    .description('Make a token and print it, once.')
    .argument('<name>', 'what it is for; a machine is known as token:<name>')
    .requiredOption('--role <role>', 'viewer, operator, approver or admin: no more than this')
    .option('--person <id>', 'whose it is; without, it is a machine of its own')
    .option('--scope <scope>', 'only there: runbook:deployment/*, environment:staging (repeatable)', collect, [])
    .option('--expires <duration>', 'for how long it is good, or never', '90d')
    .addOption(outputOption())
    .action(async (name: string, options) => {
      const { createCommand } = await import('../token.ts');
      process.exitCode = await createCommand(name, options);
    });
  token
    .command('list', { isDefault: true })
    .description('All tokens, without their secrets.')
    .addOption(outputOption())
    .action(async (options) => {
      const { listCommand } = await import('../token.ts');
      process.exitCode = await listCommand(options);
    });
  token
    .command('revoke')
    .description('From now on it opens nothing.')
    .argument('<token>', 'its id, the beginning of it, or its name')
    .action(async (named: string) => {
      const { revokeCommand } = await import('../token.ts');
      process.exitCode = await revokeCommand(named);
    });
}
