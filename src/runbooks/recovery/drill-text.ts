import { UsageError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import type { StepHandle } from '../define.ts';

/** The steps whose answers a text of the configuration may name. */
export interface DrillSources {
  readonly database: StepHandle;
  readonly network: StepHandle | undefined;
  readonly compute: StepHandle | undefined;
}

const PLACE = /\$\{([^}]*)\}/;

/**
 * A text in which `${database.address}`, `${network.vpc_id}` and the like become references. `${env:NAME}` stays as it is:
 * a secret is looked up when it is used, and stands in no plan.
 * @throws UsageError for a name that nothing brings
 */
export function filled(text: string, sources: DrillSources): Json {
  const parts = text.split(PLACE).flatMap((part, at): Json[] => {
    if (at % 2 === 1) return [valueOf(part, sources)];
    return part === '' ? [] : [part];
  });
  const [only = ''] = parts;
  return parts.length <= 1 ? only : { $join: parts };
}

/** The same for every text of a value. */
export function filledIn(value: Json, sources: DrillSources): Json {
  if (typeof value === 'string') return filled(value, sources);
  if (Array.isArray(value)) return value.map((item: Json) => filledIn(item, sources));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]: [string, Json | undefined]) =>
      member === undefined ? [] : [[key, filledIn(member, sources)]],
    ),
  );
}

function valueOf(name: string, { database, network, compute }: DrillSources): Json {
  if (name.startsWith('env:')) return `\${${name}}`;
  if (name === 'database.address') return { ...database.answer('DBInstance.Endpoint.Address') };
  if (name === 'database.port') return { ...database.answer('DBInstance.Endpoint.Port') };
  const [layer, output = ''] = name.split('.', 2);
  if (layer === 'network' && network && output !== '') return { ...network.answer(outputPath(output)) };
  if (layer === 'compute' && compute && output !== '') return { ...compute.answer(outputPath(output)) };
  throw new UsageError(
    `\${${name}} names nothing: there are database.address, database.port, env:NAME and the outputs of the layers network and compute`,
  );
}

/** Outputs may have hyphens: https://jmespath.org/specification.html#identifiers */
export function outputPath(output: string): string {
  return JSON.stringify(output);
}
