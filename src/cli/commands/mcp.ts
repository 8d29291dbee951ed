import { type Command, Option } from 'commander';
import { urlOption } from './options.ts';

/** What assistants work with. */
export function addMcp(program: Command, version: string): void {
  program
    .command('mcp')
    .description('Tools for an assistant, by the Model Context Protocol on standard input and output. Only reads.')
    .option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)')
    .option('--profile <name>', 'a profile of the AWS configuration files')
    .option('--endpoint-url <url>', "instead of AWS's own endpoints", urlOption)
    .addOption(new Option('--sandbox', 'use the embedded sandbox instead of AWS').conflicts(['profile', 'endpointUrl']))
    .option('--allow-writes', 'also tools that act on incidents and ask for runbooks; none ever approves')
    .action(async (options) => {
      const { mcpCommand } = await import('../mcp.ts');
      process.exitCode = await mcpCommand(options, version);
    });
}
