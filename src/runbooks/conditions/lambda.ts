import { getAlias, getFunctionConfiguration } from '../../aws/changes/lambda.ts';
import type { Condition } from '../../model/plan.ts';

export interface AliasName {
  readonly function: string;
  readonly alias: string;
}

/** Nobody has moved the alias since it was looked at. */
export function aliasPointsTo({ function: FunctionName, alias: Name }: AliasName, version: string): Condition {
  return {
    says: `${Name} of ${FunctionName} points to version ${version}`,
    reads: [{ as: 'a', call: getAlias({ FunctionName, Name }), absent: ['ResourceNotFoundException'] }],
    met: `a.FunctionVersion == '${version}'`,
    failed: [],
    unsure: [],
    observed: "join('', ['it points to ', a.FunctionVersion || 'nothing: it is gone'])",
  };
}

/** The alias was moved already: all its calls go to the version. */
export function aliasMoved(name: AliasName, version: string): Condition {
  const points = aliasPointsTo(name, version);
  return {
    ...points,
    says: `${name.alias} gives all its calls to version ${version}`,
    met: `${points.met} && ${ALONE}`,
  };
}

const ALONE = 'length(keys(a.RoutingConfig.AdditionalVersionWeights || `{}`)) == `0`';

/**
 * An alias gives all its calls to one version, and that can run. One that nobody called for weeks is `Inactive`: Lambda
 * loads it when it is called.
 * https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 */
export function aliasServes({ function: FunctionName, alias: Name }: AliasName, version: string): Condition {
  return {
    says: `${Name} of ${FunctionName} serves version ${version} and no other`,
    reads: [
      { as: 'a', call: getAlias({ FunctionName, Name }), absent: ['ResourceNotFoundException'] },
      {
        as: 'c',
        call: getFunctionConfiguration({ FunctionName, Qualifier: Name }),
        absent: ['ResourceNotFoundException'],
      },
    ],
    met: [
      `a.FunctionVersion == '${version}'`,
      ALONE,
      `c.Version == '${version}'`,
      "contains(['Active', 'Inactive'], c.State || 'Active')",
    ].join(' && '),
    failed: [
      { when: 'a == `null`', because: `'${Name} of ${FunctionName} is not there any more'` },
      {
        when: `c.Version == '${version}' && c.State == 'Failed'`,
        because: `join('', ['version ${version} cannot run: ', c.StateReason || 'Lambda does not say why'])`,
      },
    ],
    unsure: [],
    observed: "join('', ['version ', a.FunctionVersion || '?', ' is ', c.State || 'Active'])",
  };
}
