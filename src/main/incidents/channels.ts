import { userInfo } from 'node:os';
import { z } from 'zod';
import { sendTestMessage, type Tested } from '../../respond/delivery/test-message.ts';
import { CHECKS } from '../catalog.ts';
import { realClock } from '../clock.ts';
import { loadConfig } from '../config/load.ts';
import { askingServer } from '../remote-desk.ts';
import { accountsOf } from '../respond/accounts.ts';
import { deliveryPorts } from '../respond/ports.ts';
import { respondSettingsOf } from '../respond/settings.ts';
import type { IncidentWhere } from './desk.ts';

type Where = Pick<IncidentWhere, 'environment' | 'configFile'>;

export interface ChannelFacts {
  readonly name: string;
  readonly type: string;
  readonly title: string;
  /** What to do at the other side. */
  readonly setup: string;
}

const channel = z.object({ name: z.string(), type: z.string(), title: z.string(), setup: z.string() });
const tested = z.discriminatedUnion('delivered', [
  z.object({
    delivered: z.literal(true),
    receipt: z.object({ id: z.string().nullable(), detail: z.string() }),
  }),
  z.object({ delivered: z.literal(false), reason: z.string(), permanent: z.boolean() }),
]);

/** Channels of the configuration, or of the server that is asked, in their order. @throws UsageError */
export async function listChannels({ environment, configFile }: Where): Promise<readonly ChannelFacts[]> {
  const server = environment['OPSBOOK_SERVER'];
  if (server) {
    const ask = askingServer(server, environment['OPSBOOK_TOKEN']);
    return (await ask('/api/channels', z.object({ channels: z.array(channel) }))).channels;
  }
  const { channels } = respondSettingsOf(await loadConfig(configFile, CHECKS));
  return [...channels.values()].map(({ name, definition: { id, title, setup } }) => ({ name, type: id, title, setup }));
}

/** Sends a test message now: from here with this machine's secrets, or from the server. @throws UsageError */
export async function testChannel(
  { environment, configFile }: Where,
  { name, to }: { readonly name: string; readonly to: string | undefined },
): Promise<Tested> {
  const server = environment['OPSBOOK_SERVER'];
  if (server) {
    const ask = askingServer(server, environment['OPSBOOK_TOKEN']);
    return ask(`/api/channels/${encodeURIComponent(name)}/test`, tested, { ...(to !== undefined && { to }) });
  }
  const config = await loadConfig(configFile, CHECKS);
  const ports = deliveryPorts({
    environment,
    accounts: accountsOf({ config, environment }),
    firstLook: () => Promise.reject(new Error('a test looks at nothing')),
    now: realClock,
  });
  const wish = { channel: name, to, by: userInfo().username };
  return sendTestMessage({ settings: respondSettingsOf(config), now: realClock }, ports, wish);
}
