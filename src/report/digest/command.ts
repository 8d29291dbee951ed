import type { ChecklistResult } from '../../model/result.ts';

/** The command that made a result, as it can be typed again: on the same world, narrowed to the same. */
export function runCommand(result: Pick<ChecklistResult, 'checklist' | 'parameters' | 'targets'>): string {
  const settings = Object.entries(result.parameters ?? {}).map(
    ([name, value]) => ` --set ${quoted(`${name}=${value}`)}`,
  );
  return `opsbook run ${result.checklist}${settings.join('')}${worldOption(result)}`;
}

/** What every command needs that is to look at the same world: the sandbox is asked for, AWS is not. */
export function worldOption({ targets }: Pick<ChecklistResult, 'targets'>): string {
  return targets.length > 0 && targets.every(({ sandbox }) => sandbox === true) ? ' --sandbox' : '';
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
