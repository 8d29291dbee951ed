import { type Environment, type Tag, taggedProduction } from '../../model/environment.ts';

/**
 * Whether one of these names (an instance's, its cluster's) is a production database: by the configuration where it
 * names the database, by the tags where it does not.
 */
export function isProduction(
  names: readonly (string | undefined)[],
  tags: readonly Tag[] | undefined,
  environments: readonly Environment[],
): boolean {
  const configured = environments.filter(({ databases }) => databases.some((name) => names.includes(name)));
  if (configured.length > 0) return configured.some(({ production }) => production);
  return taggedProduction(tags);
}
