import { listChannels, testChannel } from '../main/incidents/channels.ts';
import { readProcess } from '../main/process.ts';
import { columnLines } from '../report/text/columns.ts';
import { plain } from '../report/text/plain.ts';
import { EXIT } from './exit.ts';
import { type IncidentOptions, jsonText } from './incident/desk.ts';
import { print } from './out.ts';

/** `opsbook channels list`: where people and programs are told. */
export async function channelsListCommand({ config, output }: IncidentOptions): Promise<number> {
  const { environment, columns } = readProcess();
  const channels = await listChannels({ environment, configFile: config });
  if (output === 'json') await print(jsonText({ channels }));
  else if (channels.length === 0)
    await print('No channels: the configuration says where people are told (channels).\n');
  else
    await print(
      columnLines(
        channels.map(({ name, type, title }) => [plain(name), plain(type), plain(title)]),
        columns,
      ),
    );
  return EXIT.done;
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
