import type * as Rds from '@aws-sdk/client-rds';
import type { Parameter } from '@aws-sdk/client-rds';
import type { Handlers } from '../../handlers.ts';
import { filtered, type FilterTable, invalid, isNamed, notFound, rdsPage, required } from './listing.ts';

const FILTERS: FilterTable<Parameter> = { 'parameter-name': ({ ParameterName: name }) => [name] };
const SOURCES = ['user', 'system', 'engine-default'];

export const parameters = {
  DescribeDBParameterGroups(input, { region }) {
    const { DBParameterGroupName: wanted } = input;
    const found = region.rds.parameterGroups.filter(
      ({ DBParameterGroupName: name, DBParameterGroupArn: arn }) => wanted === undefined || isNamed(wanted, name, arn),
    );
    if (wanted !== undefined && found.length === 0) throw groupNotFound(wanted);
    const { items, marker } = rdsPage(found, input);
    return { DBParameterGroups: items, ...marker };
  },
  DescribeDBParameters(input, { region }) {
    const wanted = required(input.DBParameterGroupName, 'DBParameterGroupName');
    const group = region.rds.parameterGroups.find(({ DBParameterGroupName: name, DBParameterGroupArn: arn }) =>
      isNamed(wanted, name, arn),
    );
    if (!group) throw groupNotFound(wanted);
    const { items, marker } = parametersOf(region.rds.parameters.get(group.DBParameterGroupName ?? '') ?? [], input);
    return { Parameters: items, ...marker };
  },
  DescribeDBClusterParameters(input, { region }) {
    const wanted = required(input.DBClusterParameterGroupName, 'DBClusterParameterGroupName');
    const found = region.rds.clusterParameters.get(wanted.toLowerCase());
    if (!found) throw groupNotFound(wanted);
    const { items, marker } = parametersOf(found, input);
    return { Parameters: items, ...marker };
  },
} satisfies Handlers<typeof Rds>;

type ParametersInput = Pick<Rds.DescribeDBParametersCommandInput, 'Source' | 'Filters' | 'MaxRecords' | 'Marker'>;

function parametersOf(all: readonly Parameter[], input: ParametersInput) {
  const { Source: source } = input;
  if (source !== undefined && !SOURCES.includes(source)) throw invalid(`Invalid source: ${source}`);
  const found = all.filter((parameter) => source === undefined || parameter.Source === source);
  return rdsPage(filtered(found, input.Filters, FILTERS), input);
}

function groupNotFound(name: string) {
  return notFound('DBParameterGroupNotFound', `DBParameterGroup not found: ${name}`);
}
