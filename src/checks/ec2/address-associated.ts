import {
  type Address,
  describeAddresses,
  describeInstances,
  describeNetworkInterfaces,
  elasticIp,
} from '../../aws/ec2.ts';
import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { type CheckContext, defineCheck, judgeEach } from '../define.ts';
import { monthlyPrice } from '../prices.ts';

export const addressAssociated = defineCheck({
  id: 'ec2-address-associated',
  title: 'Elastic IP address is in use',
  severity: 'low',
  why: 'AWS bills every public IPv4 address by the hour, used or not.',
  remediation: 'Release the address, or associate it with the instance or network interface it was kept for.',
  calls: ['ec2:DescribeAddresses', 'ec2:DescribeInstances', 'ec2:DescribeNetworkInterfaces'],
  async *evaluate(context) {
    const { aws } = context;
    yield* judgeEach(
      await describeAddresses(aws, {}),
      (address) => elasticIp(aws, address),
      (address) => judge(address, context),
    );
  },
});

async function judge(address: Address, context: CheckContext<unknown>): Promise<Verdict> {
  if (!address.AssociationId) return unused(address, context, 'is associated with nothing');
  if (address.InstanceId) return judgeInstance(address, address.InstanceId, context);
  if (address.NetworkInterfaceId) return judgeInterface(address, address.NetworkInterfaceId, context);
  return used(address, context, `is associated with ${address.AssociationId}`);
}

async function judgeInstance(address: Address, id: string, context: CheckContext<unknown>): Promise<Verdict> {
  const instances = await describeInstances(context.aws, {});
  const state = instances.find(({ InstanceId }) => InstanceId === id)?.State?.Name;
  if (state === undefined) {
    const reason = `${address.PublicIp} is associated with ${id}, which AWS does not list.`;
    return unknown(elasticIp(context.aws, address), reason, evidenceOf(address));
  }
  const evidence = { instanceState: state };
  return state === 'stopped'
    ? unused(address, context, `is associated with ${id}, which is stopped`, evidence)
    : used(address, context, `is associated with ${id}, which is ${state}`, evidence);
}

/** NAT gateways and load balancers use a network interface without an instance; a detached one is used by nothing. */
async function judgeInterface(address: Address, id: string, context: CheckContext<unknown>): Promise<Verdict> {
  const interfaces = await describeNetworkInterfaces(context.aws, {});
  const status = interfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === id)?.Status;
  return status === 'available'
    ? unused(address, context, `is associated with ${id}, which is attached to nothing`)
    : used(address, context, `is associated with ${id}`);
}

function used(address: Address, { aws }: CheckContext<unknown>, what: string, evidence: JsonObject = {}): Verdict {
  return pass(elasticIp(aws, address), `${address.PublicIp} ${what}.`, { ...evidenceOf(address), ...evidence });
}

function unused(address: Address, { aws }: CheckContext<unknown>, what: string, evidence: JsonObject = {}): Verdict {
  const price = isBilled(address)
    ? monthlyPrice({ region: aws.region, item: 'public-ipv4' })
    : { monthlyCostUsd: 0, priceRegion: aws.region, priceSource: "AWS does not bill addresses of one's own" };
  const reason = `${address.PublicIp} ${what}.`;
  return fail(elasticIp(aws, address), reason, { ...evidenceOf(address), ...evidence, ...price });
}

/** Addresses that were brought along are free. https://aws.amazon.com/vpc/pricing/ (public IPv4 addresses) */
function isBilled({ PublicIpv4Pool: pool = 'amazon', CustomerOwnedIp }: Address): boolean {
  return pool === 'amazon' && CustomerOwnedIp === undefined;
}

function evidenceOf(address: Address): JsonObject {
  return {
    publicIp: address.PublicIp ?? null,
    associationId: address.AssociationId ?? null,
    instanceId: address.InstanceId ?? null,
    networkInterfaceId: address.NetworkInterfaceId ?? null,
  };
}
