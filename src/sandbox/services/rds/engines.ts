import type * as Rds from '@aws-sdk/client-rds';
import type { DBEngineVersion } from '@aws-sdk/client-rds';
import type { Handlers } from '../../handlers.ts';
import { filtered, type FilterTable, rdsPage } from './listing.ts';

const FILTERS: FilterTable<DBEngineVersion> = {
  'db-parameter-group-family': ({ DBParameterGroupFamily: family }) => [family],
  engine: ({ Engine: engine }) => [engine],
  'engine-mode': ({ SupportedEngineModes: modes = [] }) => modes,
  'engine-version': ({ EngineVersion: version }) => [version],
  status: ({ Status: status }) => [status],
};

export const engines = {
  DescribeDBEngineVersions(input, { region }) {
    const { Engine, EngineVersion, DBParameterGroupFamily, IncludeAll = false, DefaultOnly = false } = input;
    const found = region.rds.engineVersions.filter(
      (version) =>
        (Engine === undefined || version.Engine === Engine) &&
        (EngineVersion === undefined ||
          version.EngineVersion === EngineVersion ||
          version.MajorEngineVersion === EngineVersion) &&
        (DBParameterGroupFamily === undefined || version.DBParameterGroupFamily === DBParameterGroupFamily) &&
        (IncludeAll || version.Status === 'available'),
    );
    const matching = filtered(found, input.Filters, FILTERS);
    const { items, marker } = rdsPage(DefaultOnly ? newestOfEachMajor(matching) : matching, input);
    return { DBEngineVersions: items, ...marker };
  },
  DescribeDBMajorEngineVersions(input, { region }) {
    const { Engine, MajorEngineVersion: wanted } = input;
    const found = region.rds.majorEngineVersions.filter(
      (major) =>
        (Engine === undefined || major.Engine === Engine) &&
        (wanted === undefined || major.MajorEngineVersion === wanted),
    );
    const { items, marker } = rdsPage(found, input);
    return { DBMajorEngineVersions: items, ...marker };
  },
} satisfies Handlers<typeof Rds>;

/** AWS lists versions oldest first. */
function newestOfEachMajor(versions: readonly DBEngineVersion[]): DBEngineVersion[] {
  return [...new Map(versions.map((one) => [`${one.Engine} ${one.MajorEngineVersion}`, one])).values()];
}
