import { z } from 'zod';
import { updateAlias } from '../../aws/changes/lambda.ts';
import type { Aws } from '../../aws/execution.ts';
import {
  type AliasConfiguration,
  findAlias,
  type FunctionConfiguration,
  getFunctionConfiguration,
  listVersionsByFunction,
} from '../../aws/lambda.ts';
import { Refused } from '../../model/errors.ts';
import { type AliasName, aliasMoved, aliasPointsTo, aliasServes } from '../conditions/lambda.ts';
import { defineRunbook, type PlanBuilder } from '../define.ts';

export const rollbackFunction = defineRunbook({
  id: 'deployment/rollback-function',
  title: 'Point the alias of a Lambda function back to the previous version',
  purpose:
    'Users of a function call it through an alias, so a rollback moves the alias: uploading old code would change $LATEST and nothing that is served. What runs is switched in seconds, with the configuration that the version was published with.',
  parameters: z.object({
    function: z.string().min(1).transform(functionName).describe('The function: its name, or an ARN.'),
    alias: z.string().min(1).describe('The alias that is served, e.g. live.'),
    to: z
      .string()
      .regex(/^\d+$/, 'a published version: a number')
      .optional()
      .describe('The version to go to. Default: the published version before the one that is served.'),
  }),
  calls: ['lambda:GetAlias', 'lambda:GetFunctionConfiguration', 'lambda:ListVersionsByFunction', 'lambda:UpdateAlias'],

  async plan({ aws, plan }, { function: name, alias, to }) {
    const before = await findAlias(aws, name, alias);
    if (!before) throw new Refused(`${name} has no alias ${alias} in ${aws.account}/${aws.region}`);
    const { FunctionVersion: served = '', Description: description = '' } = before;
    const weights = before.RoutingConfig?.AdditionalVersionWeights ?? {};
    const isSplit = Object.keys(weights).length > 0;
    plan.fact(`What ${alias} serves`, { version: served, ...(isSplit && { alsoServes: weights }) });

    const version = to ?? (await previousVersion(aws, name, before));
    if (version === served && !isSplit) {
      const further = to === undefined ? `: it was rolled back before. To go further back, say --set to=…` : '';
      return plan.warn(`${alias} serves version ${version} already${further}`);
    }
    await requireUsable(aws, plan, { name, version });
    plan.lock(`lambda/${name}/${alias}`);
    if (isSplit)
      plan.warn(`${alias} splits its traffic (${sharesOf(weights)}): afterwards, all of it goes to ${version}`);

    const names: AliasName = { function: name, alias };
    const call = { FunctionName: name, Name: alias };
    const after = { FunctionVersion: version, Description: marked(description, served, version) };
    plan.change('alias', {
      title: `Point ${alias} of ${name} from version ${served} to version ${version}`,
      call: updateAlias({ ...call, ...after, RoutingConfig: { AdditionalVersionWeights: {} } }),
      before: { FunctionVersion: served, Description: description, AdditionalVersionWeights: weights },
      after: { ...after, AdditionalVersionWeights: {} },
      undo: updateAlias({
        ...call,
        FunctionVersion: served,
        Description: description,
        RoutingConfig: { AdditionalVersionWeights: weights },
      }),
      require: [aliasPointsTo(names, served)],
      already: aliasMoved(names, version),
    });
    plan.wait('served', {
      title: `${alias} of ${name} serves version ${version}`,
      until: aliasServes(names, version),
      every: '5s',
      within: '5m',
      takes: '5s',
    });
  },
});

/** Locks go by it, however the function is named. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
function functionName(text: string): string {
  return /(?:^|:)function:([^:]+)/.exec(text)?.[1] ?? text;
}

/**
 * The highest published version below the newest that is served. Nothing but its description tells an alias that was
 * rolled back from one that was never further: without it, a second rollback would go back one version more.
 */
async function previousVersion(aws: Aws, name: string, alias: AliasConfiguration): Promise<string> {
  const { FunctionVersion: served = '', Description = '', RoutingConfig, Name = '' } = alias;
  if (MARK.exec(Description)?.[1] === served) return served;
  const newest = Math.max(...[served, ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})].map(Number));
  if (Number.isNaN(newest)) {
    throw new Refused(`${Name} points to ${served}, which no version is before: say which to go to, --set to=…`);
  }
  const lower = (await publishedVersions(aws, name)).filter((version) => version < newest);
  if (lower.length === 0)
    throw new Refused(`${name} has no published version before ${newest}: there is none to go to`);
  return String(Math.max(...lower));
}

/** At the end of an alias's description: where it was rolled back to. */
const MARK = / ?\(rolled back from \S+ to (\d+)\)$/;
const LONGEST_DESCRIPTION = 256;

function marked(description: string, from: string, to: string): string {
  const mark = `(rolled back from ${from} to ${to})`;
  const words = description.replace(MARK, '').slice(0, LONGEST_DESCRIPTION - mark.length - 1);
  return words === '' ? mark : `${words} ${mark}`;
}

async function publishedVersions(aws: Aws, name: string): Promise<number[]> {
  const all = await listVersionsByFunction(aws, { FunctionName: name });
  return all.map(({ Version }) => Number(Version)).filter((version) => !Number.isNaN(version));
}

async function requireUsable(
  aws: Aws,
  plan: PlanBuilder,
  { name, version }: { readonly name: string; readonly version: string },
): Promise<void> {
  const published = await publishedVersions(aws, name);
  plan.refuseIf(
    !published.includes(Number(version)),
    `${name} has no version ${version}: published are ${published.join(', ') || 'none'}`,
  );
  const configuration = await getFunctionConfiguration(aws, { FunctionName: name, Qualifier: version });
  const { State: state = 'Active', LastModified } = configuration;
  plan.fact(`Version ${version}`, { published: LastModified ?? null, state, runtime: runtimeOf(configuration) });
  plan.refuseIf(
    state === 'Failed' || state === 'Pending',
    `version ${version} of ${name} is ${state}: ${configuration.StateReason ?? 'Lambda does not say why'}`,
  );
  if (state === 'Inactive')
    plan.warn(`version ${version} is Inactive: its first calls fail while Lambda loads it again`);
}

function runtimeOf({ Runtime, PackageType = 'Zip' }: FunctionConfiguration): string {
  return Runtime ?? PackageType;
}

function sharesOf(weights: Readonly<Record<string, number>>): string {
  return Object.entries(weights)
    .map(([version, share]) => `${Math.round(share * 100)} % to version ${version}`)
    .join(', ');
}
