import { type AddressFamily, coversInternet, familyOf } from './internet-cover.ts';

/** One rule of a security group, in AWS's own shape. */
export interface IngressRule {
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly IpRanges?: readonly { readonly CidrIp?: string | undefined }[] | undefined;
  readonly Ipv6Ranges?: readonly { readonly CidrIpv6?: string | undefined }[] | undefined;
  readonly PrefixListIds?: readonly { readonly PrefixListId?: string | undefined }[] | undefined;
}

/** The CIDRs of each prefix list that a rule names; one that is not there admits nothing. */
export type PrefixLists = ReadonlyMap<string, readonly string[]>;

/** Ports that the whole internet may reach. */
export interface Exposure {
  /** `tcp` and `udp` have ports; other protocols are open as a whole, and `-1` is every protocol. */
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly family: AddressFamily;
  /** The CIDRs and prefix lists that admit it, as they stand in the rules. */
  readonly sources: readonly string[];
}

const FAMILIES = ['IPv4', 'IPv6'] as const;
const HIGHEST_PORT = 65_535;

/**
 * The ports that a security group opens to the whole internet, all of its rules taken together: what one rule leaves
 * out another may admit.
 */
export function exposuresOf(rules: readonly IngressRule[], prefixLists: PrefixLists = new Map()): Exposure[] {
  const protocols = [...new Set(rules.map(protocolOf))].filter((protocol) => protocol !== '-1');
  return FAMILIES.flatMap((family) => {
    // What is open on every protocol is told once, and not again for each of them.
    const everything = exposuresOn('-1', family, rules, prefixLists);
    if (everything.length > 0) return everything;
    return protocols.flatMap((protocol) => exposuresOn(protocol, family, rules, prefixLists));
  });
}

/** Whether the whole internet may reach a TCP port. */
export function exposesTcpPort(exposures: readonly Exposure[], port: number): boolean {
  return exposures.some(
    ({ protocol, fromPort, toPort }) => (protocol === '-1' || protocol === 'tcp') && fromPort <= port && port <= toPort,
  );
}

/** Between two ports at which some rule begins or ends, all ports are alike: one question for each such stretch. */
function exposuresOn(
  protocol: string,
  family: AddressFamily,
  rules: readonly IngressRule[],
  prefixLists: PrefixLists,
): Exposure[] {
  const own = rules
    .filter((rule) => protocolOf(rule) === protocol || protocolOf(rule) === '-1')
    .map((rule) => ({
      ...portsOf(rule),
      sources: sourcesOf(rule, family, prefixLists),
    }));
  const starts = new Set([0, ...own.flatMap(({ fromPort, toPort }) => [fromPort, toPort + 1])]);
  const stretches = [...starts].filter((port) => port <= HIGHEST_PORT).toSorted((a, b) => a - b);
  const exposures = stretches.flatMap((fromPort, index): Exposure[] => {
    const sources = own
      .filter((rule) => rule.fromPort <= fromPort && fromPort <= rule.toPort)
      .flatMap((rule) => rule.sources);
    if (
      !coversInternet(
        sources.flatMap(({ cidrs }) => cidrs),
        family,
      )
    )
      return [];
    const names = [...new Set(sources.map(({ name }) => name))].toSorted();
    return [{ protocol, fromPort, toPort: (stretches[index + 1] ?? HIGHEST_PORT + 1) - 1, family, sources: names }];
  });
  return exposures.reduce<Exposure[]>(joined, []);
}

function joined(exposures: Exposure[], next: Exposure): Exposure[] {
  const last = exposures.at(-1);
  const continues = last && last.toPort + 1 === next.fromPort && last.sources.join() === next.sources.join();
  return continues ? [...exposures.slice(0, -1), { ...last, toPort: next.toPort }] : [...exposures, next];
}

/** IANA's numbers of the protocols that AWS also has names for. */
const NAMES: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' };

function protocolOf({ IpProtocol = '-1' }: IngressRule): string {
  return NAMES[IpProtocol] ?? IpProtocol;
}

/**
 * Only TCP and UDP have ports: what stands there for ICMP is a type and a code, and AWS opens other protocols as a whole.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
function portsOf(rule: IngressRule): { fromPort: number; toPort: number } {
  const protocol = protocolOf(rule);
  const { FromPort: from = 0, ToPort: to = HIGHEST_PORT } = rule;
  if ((protocol !== 'tcp' && protocol !== 'udp') || from < 0) return { fromPort: 0, toPort: HIGHEST_PORT };
  return { fromPort: from, toPort: Math.min(to, HIGHEST_PORT) };
}

interface Source {
  readonly name: string;
  readonly cidrs: readonly string[];
}

function sourcesOf(rule: IngressRule, family: AddressFamily, prefixLists: PrefixLists): Source[] {
  const ranges = [
    ...(rule.IpRanges ?? []).map(({ CidrIp = '' }) => ({ name: CidrIp, cidrs: [CidrIp] })),
    ...(rule.Ipv6Ranges ?? []).map(({ CidrIpv6 = '' }) => ({ name: CidrIpv6, cidrs: [CidrIpv6] })),
    ...(rule.PrefixListIds ?? []).map(({ PrefixListId = '' }) => ({
      name: PrefixListId,
      cidrs: prefixLists.get(PrefixListId) ?? [],
    })),
  ];
  return ranges.filter(({ cidrs }) => cidrs.some((cidr) => familyOf(cidr) === family));
}
