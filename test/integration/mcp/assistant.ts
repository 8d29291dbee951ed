import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CallToolResultSchema, type Tool } from '@modelcontextprotocol/sdk/types.js';
import { cleanEnvironment, OPSBOOK } from '../cli/opsbook.ts';

/** An assistant that has started `opsbook mcp`, as clients do. */
export interface Assistant {
  /** What it was told about the server as a whole. */
  readonly instructions: string;
  readonly tools: () => Promise<readonly Tool[]>;
  /** The answer's document; one that holds nothing but `error` where it was refused. */
  readonly call: (name: string, input?: object) => Promise<Answered>;
  /** What the server said on standard error. */
  readonly log: () => string;
  readonly close: () => Promise<void>;
}

export interface Answered {
  readonly isError: boolean;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a document, of which each test knows its own shape
  readonly body: any;
}

export async function startAssistant(
  words: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Assistant> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [OPSBOOK, 'mcp', ...words],
    cwd,
    env: cleanEnvironment(env),
    stderr: 'pipe',
  });
  let log = '';
  transport.stderr?.on('data', (part: Buffer) => (log += part.toString()));
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  return {
    instructions: client.getInstructions() ?? '',
    tools: async () => (await client.listTools()).tools,
    async call(name, input = {}) {
      const result = CallToolResultSchema.parse(await client.callTool({ name, arguments: { ...input } }));
      const [content] = result.content;
      const text = content?.type === 'text' ? content.text : '';
      return { isError: result.isError === true, text, body: text.startsWith('{') ? JSON.parse(text) : text };
    },
    log: () => log,
    close: () => client.close(),
  };
}
