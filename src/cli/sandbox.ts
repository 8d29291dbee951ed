import { Command, InvalidArgumentError, Option } from 'commander';
import { askSandbox, SANDBOX_PORT, type SandboxQuestion, startSandbox } from '../main/sandbox-server.ts';
import { parseInstant } from '../model/instant.ts';
import { EXIT } from './exit.ts';
import { oneLine } from './failure.ts';
import { print } from './out.ts';

const FAULTS = ['throttle', 'server-error', 'access-denied', 'expired-token', 'unreachable', 'latency'];

/** `opsbook sandbox …`. Only `up` is the sandbox; the others ask the one that is up. */
export function sandboxProgram(): Command {
  const program = new Command('opsbook sandbox')
    .description('The simulated AWS on a loopback port.')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) });
  addUp(program);
  asking(program.command('reset'))
    .description('Back to a fresh world: no faults, nothing done to it.')
    .action(({ port }) => answer(port, { method: 'POST', action: 'reset' }));
  asking(program.command('advance'))
    .description("Move the sandbox's clock forward; what is due on the way happens.")
    .argument('<duration>', 'such as 90s, 15m, 1h30m or 30d')
    .action((by: string, { port }) => answer(port, { method: 'POST', action: 'advance', body: { by } }));
  addFault(program);
  asking(program.command('snapshot'))
    .description('Everything that is in the sandbox by now, as JSON.')
    .action(({ port }) => answer(port, { method: 'GET', action: 'snapshot' }));
  return program;
}

function addUp(program: Command): void {
  asking(program.command('up'))
    .description('Start the sandbox and serve it until Ctrl-C.')
    .option('--seed <seed>', 'the same seed makes the same world', 'opsbook')
    .option('--start <instant>', 'when its clock begins (default: now)', instantOption)
    .action(async ({ port, seed, start }: UpOptions) => {
      const onBug = (line: string) => process.stderr.write(`opsbook: a bug in the sandbox: ${line}\n`);
      const server = await startSandbox({ port, seed, onBug, ...(start && { start }) });
      await print(welcome(server));
      await interrupted();
      await server.close();
      process.exitCode = EXIT.done;
    });
}

interface UpOptions {
  readonly port: number;
  readonly seed: string;
  readonly start?: Date;
}

function addFault(program: Command): void {
  asking(program.command('fault'))
    .description('Make requests fail or wait; without a kind, list the faults there are.')
    .argument('[kind]', FAULTS.join(', '))
    .option('--service <name>', "requests of this service, by the AWS CLI's name")
    .option('--operation <name>', 'requests of this operation, such as DescribeVpcs')
    .option('--account <id>', 'requests to this account')
    .option('--in-region <region>', 'requests to this region')
    .option('--times <count>', 'so many requests, then no more', parseCount)
    .option('--skip <count>', 'let so many requests through first', parseCount)
    .option('--ms <count>', 'of latency: how long each answer takes longer', parseCount)
    .addOption(new Option('--clear', 'end all faults').conflicts(['service', 'operation', 'times', 'skip']))
    .action((kind: string | undefined, { port, clear, inRegion, ...where }: FaultOptions) => {
      if (clear) return answer(port, { method: 'DELETE', action: 'fault' });
      if (kind === undefined) return answer(port, { method: 'GET', action: 'fault' });
      const body = { kind, ...where, ...(inRegion !== undefined && { region: inRegion }) };
      return answer(port, { method: 'POST', action: 'fault', body });
    });
}

interface FaultOptions {
  readonly port: number;
  readonly clear?: true;
  readonly inRegion?: string;
  readonly service?: string;
  readonly operation?: string;
  readonly account?: string;
  readonly times?: number;
  readonly skip?: number;
  readonly ms?: number;
}

function asking(command: Command): Command {
  return command.option('--port <port>', 'the port on 127.0.0.1', parsePort, SANDBOX_PORT);
}

async function answer(port: number, question: SandboxQuestion): Promise<void> {
  const told = await askSandbox(port, question);
  await print(`${JSON.stringify(told, null, 2)}\n`);
}

interface Place {
  readonly url: string;
  readonly account: string;
  readonly region: string;
}

/** What a newcomer needs to talk to it. */
function welcome({ url, account, region }: Place): string {
  return [
    `The sandbox is up: a simulated AWS on ${url}, for this machine alone. Ctrl-C stops it.`,
    '',
    'In another terminal:',
    '',
    `  export AWS_ENDPOINT_URL=${url}`,
    '  export AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox',
    `  export AWS_DEFAULT_REGION=${region} AWS_REGION=${region}`,
    '',
    `  aws --endpoint-url ${url} ec2 describe-vpcs`,
    '  opsbook run daily/health-check',
    '',
    `Any access key belongs to account ${account}; one of twelve digits is an account of its own.`,
    '',
  ].join('\n');
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve());
  });
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a number.');
  return Number(text);
}

function parsePort(text: string): number {
  const port = parseCount(text);
  if (port > 65_535) throw new InvalidArgumentError('Expected a port, at most 65535.');
  return port;
}

function instantOption(text: string): Date {
  const instant = parseInstant(text);
  if (instant) return instant;
  throw new InvalidArgumentError('Expected an instant with its zone, e.g. 2026-11-23T08:00:00Z.');
}
