import type { Exposure } from '../../model/exposure.ts';
import type { JsonObject } from '../../model/json.ts';

export interface PortPolicy {
  /** Ports that may be open to the whole internet. */
  readonly allowedPorts: readonly number[];
  /** Ports that must not, more than others. */
  readonly sensitivePorts: readonly number[];
}

export type Gravity = 'allowed' | 'ordinary' | 'sensitive';

/** ICMP has no ports: whoever may ping may not connect. */
const WITHOUT_PORTS = new Set(['icmp', 'icmpv6']);

export function gravityOf(
  { protocol, fromPort, toPort }: Exposure,
  { allowedPorts, sensitivePorts }: PortPolicy,
): Gravity {
  if (WITHOUT_PORTS.has(protocol)) return 'allowed';
  if (protocol === '-1') return 'sensitive';
  if (protocol !== 'tcp' && protocol !== 'udp') return 'ordinary';
  const within = (port: number): boolean => fromPort <= port && port <= toPort;
  const allowed = new Set(allowedPorts.filter(within));
  if (sensitivePorts.some((port) => within(port) && !allowed.has(port))) return 'sensitive';
  return allowed.size === toPort - fromPort + 1 ? 'allowed' : 'ordinary';
}

/** `tcp 22 and tcp 3000-4000 over IPv6`, each stretch of ports once. */
export function inWords(exposures: readonly Exposure[]): string {
  const families = new Map<string, Set<string>>();
  for (const exposure of exposures) {
    const ports = portsInWords(exposure);
    families.set(ports, new Set([...(families.get(ports) ?? []), exposure.family]));
  }
  const parts = [...families].map(([ports, over]) => (over.has('IPv4') ? ports : `${ports} over IPv6`));
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts.join('');
}

export function asEvidence(exposure: Exposure, policy: PortPolicy): JsonObject {
  return { ...exposure, gravity: gravityOf(exposure, policy) };
}

function portsInWords({ protocol, fromPort, toPort }: Exposure): string {
  if (protocol === '-1') return 'all traffic';
  if (protocol === 'icmp' || protocol === 'icmpv6') return protocol;
  if (protocol !== 'tcp' && protocol !== 'udp') return `protocol ${protocol}`;
  return fromPort === toPort ? `${protocol} ${fromPort}` : `${protocol} ${fromPort}-${toPort}`;
}
