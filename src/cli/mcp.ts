import { serveMcp } from '../main/mcp/serve.ts';
import { readProcess } from '../main/process.ts';
import { plain } from '../report/text/plain.ts';
import { EXIT } from './exit.ts';
import { endpointUrlOf } from './url.ts';

export interface McpOptions {
  readonly config?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly sandbox?: boolean;
  readonly allowWrites?: boolean;
}

/** `opsbook mcp`: tools for an assistant, on standard input and output, until the input ends. */
export async function mcpCommand(options: McpOptions, version: string): Promise<number> {
  const { config, profile, sandbox = false, allowWrites = false } = options;
  const { environment } = readProcess();
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  process.once('SIGTERM', () => stopping.abort());
  await serveMcp({
    version,
    environment,
    configFile: config,
    profile,
    endpointUrl: endpointUrlOf(options, environment),
    sandbox,
    allowWrites,
    input: process.stdin,
    output: process.stdout,
    stopping: stopping.signal,
    tell: (text) => process.stderr.write(`${text.split('\n').map(plain).join('\n')}\n`),
  });
  return EXIT.done;
}
