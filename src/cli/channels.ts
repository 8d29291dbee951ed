import { type ChannelFacts, listChannels, testChannel } from '../main/incidents/channels.ts';
import { readProcess } from '../main/process.ts';
import { plain } from '../report/text/plain.ts';
import { wrapIndented } from '../report/text/wrap.ts';
import { EXIT } from './exit.ts';
import { type IncidentOptions, jsonText } from './incident/desk.ts';
import { print } from './out.ts';

const INDENT = '  ';
const WIDEST = 100;

/** `opsbook channels list`: where people and programs are told. */
export async function channelsListCommand({ config, output }: IncidentOptions): Promise<number> {
  const { environment, columns } = readProcess();
  const channels = await listChannels({ environment, configFile: config });
  if (output === 'json') await print(jsonText({ channels }));
  else if (channels.length === 0)
    await print('No channels: the configuration says where people are told (channels).\n');
  else await print(channels.map((channel) => channelLines(channel, columns)).join('\n'));
  return EXIT.done;
}

/** One channel: its name and kind, and beneath them what has to be done at the other side. */
function channelLines({ name, title, setup }: ChannelFacts, columns: number): string {
  const lines = wrapIndented(plain(setup), Math.min(columns, WIDEST), INDENT, INDENT);
  return [`${plain(name)} (${plain(title)})`, ...lines, ''].join('\n');
}

/** `opsbook channels test <name>`: exit 4 where it was not delivered. */
export async function channelsTestCommand(
  name: string,
  { config, output, to }: IncidentOptions & { readonly to?: string },
): Promise<number> {
  const { environment } = readProcess();
  const tested = await testChannel({ environment, configFile: config }, { name, to });
  if (output === 'json') await print(jsonText(tested));
  else {
    const whom = to === undefined ? '' : ` to ${to}`;
    const text = tested.delivered
      ? `${name} took a test message${whom}: ${tested.receipt.detail}`
      : `${name} did NOT take a test message${whom}: ${tested.reason}`;
    await print(`${plain(text)}\n`);
  }
  return tested.delivered ? EXIT.done : EXIT.failed;
}
