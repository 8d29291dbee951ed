import type { HostedZone, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { hash } from '../random.ts';
import { DOMAINS, LOAD_BALANCERS, type Place } from './cast.ts';
import { loadBalancer } from './elbv2/makers.ts';
import type { AccountSeed } from './seed.ts';

export interface SandboxZone {
  readonly zone: HostedZone;
  /** In no order; answers are sorted as Route 53 sorts. */
  records: readonly ResourceRecordSet[];
}

export interface SandboxChange {
  readonly id: string;
  readonly comment: string | undefined;
  readonly submittedAt: Date;
}

/** What one account holds of route53. */
export interface Route53State {
  readonly zones: SandboxZone[];
  readonly changes: SandboxChange[];
}

/** A public zone whose shop is served by the home region, all of it, with the recovery region at weight 0; and a private one. */
export function seedRoute53(seed: AccountSeed): Route53State {
  const { accountId } = seed;
  const home = { accountId, region: 'us-east-1' };
  const recovery = { accountId, region: 'eu-west-1' };
  const shop = hostedZone(accountId, DOMAINS.shop, false);
  shop.records = [
    ...shop.records,
    weighted(home, LOAD_BALANCERS.production, { identifier: 'primary', weight: 100 }),
    weighted(recovery, LOAD_BALANCERS.recovery, { identifier: 'recovery', weight: 0 }),
    { Name: `www.${DOMAINS.shop}.`, Type: 'CNAME', TTL: 300, ResourceRecords: [{ Value: `${DOMAINS.shop}.` }] },
    { Name: `${DOMAINS.shop}.`, Type: 'TXT', TTL: 3600, ResourceRecords: [{ Value: '"v=spf1 -all"' }] },
  ];
  const internal = hostedZone(accountId, 'internal.example.com', true);
  const address = { Value: '10.0.12.40' };
  internal.records = [
    ...internal.records,
    { Name: 'worker.internal.example.com.', Type: 'A', TTL: 60, ResourceRecords: [address] },
  ];
  return { zones: [shop, internal], changes: [] };
}

function hostedZone(accountId: string, domain: string, isPrivate: boolean): SandboxZone {
  const name = `${domain}.`;
  const servers = [1, 2, 3, 4].map(
    (index) => `ns-${hash(`${accountId} ${domain} ${index}`) % 2048}.awsdns-0${index}.org.`,
  );
  const soa = `${servers[0]} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return {
    zone: {
      Id: `/hostedzone/${route53Id('Z', accountId, domain)}`,
      Name: name,
      CallerReference: `terraform-${hash(domain)}`,
      Config: { Comment: 'Managed by Terraform', PrivateZone: isPrivate },
    },
    records: [
      { Name: name, Type: 'NS', TTL: 172_800, ResourceRecords: servers.map((Value) => ({ Value })) },
      { Name: name, Type: 'SOA', TTL: 900, ResourceRecords: [{ Value: soa }] },
    ],
  };
}

/** `Z` or `C` and twenty letters and digits that depend on the words alone. */
export function route53Id(kind: 'Z' | 'C', ...words: readonly string[]): string {
  let text = '';
  for (let part = 0; text.length < 20; part += 1) {
    text += hash(`${words.join('/')}/${part}`)
      .toString(36)
      .toUpperCase();
  }
  return `${kind}${text.slice(0, 20)}`;
}

interface Share {
  readonly identifier: string;
  readonly weight: number;
}

function weighted(place: Place, balancer: string, { identifier, weight }: Share): ResourceRecordSet {
  const plan = { name: balancer, environment: 'production', createdAt: new Date(0) };
  const { DNSName, CanonicalHostedZoneId } = loadBalancer(place, plan);
  return {
    Name: `${DOMAINS.shop}.`,
    Type: 'A',
    SetIdentifier: identifier,
    Weight: weight,
    AliasTarget: { HostedZoneId: CanonicalHostedZoneId, DNSName: `${DNSName}.`, EvaluateTargetHealth: true },
  };
}
