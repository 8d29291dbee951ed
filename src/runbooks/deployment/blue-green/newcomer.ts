import type { Aws } from '../../../aws/execution.ts';
import { Refused } from '../../../model/errors.ts';
import { baseName } from '../../look/colours.ts';
import { findTargetGroupNamed } from '../../look/target-group.ts';

/** What the new colour is to be called, and to run. */
export interface Newcomer {
  readonly name: string;
  readonly groupName: string;
  /** ARN of the task definition. */
  readonly version: string;
}

/**
 * The colour that is not taken, green before blue, and a name for its target group.
 * @throws Refused where all colours stand
 */
export async function nameNewcomer(
  aws: Aws,
  service: string,
  taken: readonly string[],
): Promise<Omit<Newcomer, 'version'>> {
  const base = baseName(service);
  const name = [`${base}-green`, `${base}-blue`, base].find((one) => !taken.includes(one));
  if (name === undefined)
    throw new Refused(`${taken.join(', ')} all stand: delete the one that no request goes to first`);
  for (let number = 1; number <= MOST_NAMES; number += 1) {
    const groupName = groupNameOf(name, number === 1 ? '' : `-${number}`);
    if ((await findTargetGroupNamed(aws, groupName)) === undefined) return { name, groupName };
  }
  throw new Refused(
    `the target groups ${groupNameOf(name, '')} to ${groupNameOf(name, `-${MOST_NAMES}`)} all stand: delete those that nothing uses`,
  );
}

const MOST_NAMES = 5;

/** AWS takes 32 characters, and no dash at either end. */
function groupNameOf(service: string, number: string): string {
  const [, base = service, colour = ''] = /^(.*?)(-blue|-green)?$/.exec(service) ?? [];
  const end = `${colour}${number}`;
  return `${base
    .replaceAll(/[^A-Za-z0-9-]/g, '-')
    .slice(0, 32 - end.length)
    .replace(/^-+|-+$/g, '')}${end}`;
}
