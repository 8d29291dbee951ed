import type * as Lambda from '@aws-sdk/client-lambda';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Handlers } from '../handlers.ts';
import { createAlias, deleteAlias, getAlias, updateAlias } from './lambda/aliases.ts';
import { functionNamed, invalid, lambdaPage, parsed, versionOf } from './lambda/lookup.ts';
import { publishVersion } from './lambda/publish-version.ts';

export const lambda: Handlers<typeof Lambda> = {
  CreateAlias: createAlias,
  DeleteAlias: deleteAlias,
  GetAlias: getAlias,
  ListFunctions({ FunctionVersion: versions, MaxItems, Marker }, { region }) {
    if (versions !== undefined && versions !== 'ALL') throw invalid(`Value '${String(versions)}' at 'functionVersion'`);
    const all = region.lambda.functions.flatMap(({ latest, versions: published }) =>
      versions === 'ALL' ? [latest, ...published] : [latest],
    );
    const { items, marker } = lambdaPage(all, MaxItems, Marker);
    return { Functions: items, ...marker };
  },
  GetFunctionConfiguration({ FunctionName = '', Qualifier }, context) {
    const { name, qualifier } = parsed(FunctionName, Qualifier);
    const found = functionNamed(name, context);
    const version = found.aliases.find(({ Name: alias }) => alias === qualifier)?.FunctionVersion ?? qualifier;
    const configuration = versionOf(found, version ?? '$LATEST', context);
    return { ...configuration, State: 'Active', LastUpdateStatus: 'Successful' };
  },
  ListVersionsByFunction({ FunctionName = '', MaxItems, Marker }, context) {
    const found = functionNamed(parsed(FunctionName).name, context);
    const { items, marker } = lambdaPage<FunctionConfiguration>([found.latest, ...found.versions], MaxItems, Marker);
    return { Versions: items, ...marker };
  },
  ListAliases({ FunctionName = '', FunctionVersion: version, MaxItems, Marker }, context) {
    const { aliases } = functionNamed(parsed(FunctionName).name, context);
    const found = aliases.filter((alias) => version === undefined || alias.FunctionVersion === version);
    const { items, marker } = lambdaPage(found, MaxItems, Marker);
    return { Aliases: items, ...marker };
  },
  PublishVersion: publishVersion,
  UpdateAlias: updateAlias,
};
