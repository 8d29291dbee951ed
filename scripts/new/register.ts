import { type Definition, Refusal } from './addition.ts';

const IMPORT = /^import \{ (\w+)(?: as (\w+))? \} from '(\.\/[^/']+\/[^']+)';$/;
const LIST = /^(export const CHECK(?:LIST)?S: readonly \w+\[\] = \[)([^\]]*)\];$/m;

/** A registry with one definition more: imported in the order of paths, listed behind what comes before it there. */
export function register(registry: string, { name, fallback, from }: Definition): string {
  const lines = registry.split('\n');
  const imports = lines.flatMap((line, index) => {
    const [, exported = '', alias, path = ''] = IMPORT.exec(line) ?? [];
    return path === '' ? [] : [{ index, exported, local: alias ?? exported, path }];
  });
  const list = LIST.exec(registry);
  if (imports.length === 0 || !list)
    throw new Refusal('The registry does not read as it should: add the line by hand.');
  const taken = imports.some((one) => one.exported === name || one.local === name);
  const local = taken ? fallback : name;
  const before = imports.findLast((one) => one.path < from);
  const line = `import { ${local === name ? name : `${name} as ${local}`} } from '${from}';`;
  lines.splice(before ? before.index + 1 : (imports[0]?.index ?? 0), 0, line);
  const listed = (list[2] ?? '').split(',').flatMap((entry) => entry.trim() || []);
  const at = placeIn(listed, imports, from);
  const entries = listed.toSpliced(at, 0, local).map((entry) => `\n  ${entry},`);
  return lines.join('\n').replace(LIST, (_, head: string) => `${head}${entries.join('')}\n];`);
}

/** Behind the last one of the same folder whose path comes before; else behind the last of any folder that does. */
function placeIn(listed: readonly string[], imports: readonly { local: string; path: string }[], from: string): number {
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const paths = listed.map((local) => imports.find((one) => one.local === local)?.path ?? '');
  const sameFolder = paths.findLastIndex((path) => path.startsWith(folder) && path < from);
  if (sameFolder >= 0) return sameFolder + 1;
  const firstOfFolder = paths.findIndex((path) => path.startsWith(folder));
  return firstOfFolder >= 0 ? firstOfFolder : paths.findLastIndex((path) => path < from) + 1;
}
