import type {
  AvailabilityZone,
  DescribeAvailabilityZonesCommandInput,
  DescribeRegionsCommandInput,
  Region,
} from '@aws-sdk/client-ec2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { zoneId } from '../../world/newcomer/ec2/vpcs.ts';
import { type Kind, refuseDryRun, select } from './select.ts';

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
const ENABLED_BY_DEFAULT =
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 ' +
  'eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2';
const OPT_IN =
  'af-south-1 ap-east-1 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 ca-west-1 eu-central-2 ' +
  'eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1';

/** How an account sees its zones; regions that are not here have three. */
const ZONES: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'acd',
  'ap-northeast-2': 'abcd',
  'ca-central-1': 'abd',
  'us-east-1': 'abcdef',
  'us-west-1': 'ab',
  'us-west-2': 'abcd',
};

const REGIONS: readonly Region[] = [
  ...ENABLED_BY_DEFAULT.split(' ').map((name) => region(name, 'opt-in-not-required')),
  ...OPT_IN.split(' ').map((name) => region(name, 'not-opted-in')),
];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html */
export function describeRegions(input: DescribeRegionsCommandInput) {
  refuseDryRun(input);
  const { RegionNames: names = [], AllRegions = false } = input;
  // A region that is asked for by name is told of, whether it is enabled or not.
  const listed = REGIONS.filter((one) => AllRegions || names.length > 0 || one.OptInStatus !== 'not-opted-in');
  return { Regions: select(listed, REGION, { ids: names, filters: input.Filters }) };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html */
export function describeAvailabilityZones(
  input: DescribeAvailabilityZonesCommandInput,
  { region: { name } }: SandboxContext,
) {
  refuseDryRun(input);
  const zones = (ZONES[name] ?? 'abc').split('').map((zone) => zoneOf(name, zone));
  const missing = (input.ZoneIds ?? []).find((id) => !zones.some(({ ZoneId }) => ZoneId === id));
  if (missing !== undefined) {
    throw new SandboxError('InvalidParameterValue', `Invalid availability zone-id: [${missing}]`);
  }
  const found = select(zones, ZONE, { ids: input.ZoneNames, filters: input.Filters });
  return {
    AvailabilityZones: found.filter(({ ZoneId = '' }) => !input.ZoneIds?.length || input.ZoneIds.includes(ZoneId)),
  };
}

function region(name: string, status: string): Region {
  return { RegionName: name, Endpoint: `ec2.${name}.amazonaws.com`, OptInStatus: status };
}

function zoneOf(name: string, zone: string): AvailabilityZone {
  return {
    ZoneName: `${name}${zone}`,
    ZoneId: zoneId(name, zone),
    RegionName: name,
    GroupName: `${name}-zg-1`,
    NetworkBorderGroup: name,
    ZoneType: 'availability-zone',
    State: 'available',
    OptInStatus: 'opt-in-not-required',
    Messages: [],
  };
}

const REGION: Kind<Region> = {
  id: (one) => one.RegionName,
  malformed: 'InvalidParameterValue',
  notFound: 'InvalidParameterValue',
  notFoundMessage: (names) => `Invalid region: [${names.join(', ')}]`,
  tags: () => [],
  fields: {
    endpoint: (one) => one.Endpoint,
    'opt-in-status': (one) => one.OptInStatus,
    'region-name': (one) => one.RegionName,
  },
};

const ZONE: Kind<AvailabilityZone> = {
  id: (one) => one.ZoneName,
  malformed: 'InvalidParameterValue',
  notFound: 'InvalidParameterValue',
  notFoundMessage: (names) => `Invalid availability zone: [${names.join(', ')}]`,
  tags: () => [],
  fields: {
    'group-name': (one) => one.GroupName,
    'opt-in-status': (one) => one.OptInStatus,
    'region-name': (one) => one.RegionName,
    state: (one) => one.State,
    'zone-id': (one) => one.ZoneId,
    'zone-name': (one) => one.ZoneName,
    'zone-type': (one) => one.ZoneType,
  },
};
