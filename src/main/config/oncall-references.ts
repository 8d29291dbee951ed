import type { z } from 'zod';
import { type Followed, followed } from '../../model/oncall/following.ts';
import { ruleName } from '../../model/oncall/layers.ts';
import type { FollowingRotation, Rotation, Schedule } from '../../model/oncall/schedule.ts';

type Parts = Omit<Schedule, 'id'>;

/** Names that name nothing, and rotations that would have the same person in two places whatever happens. */
export function refuseWhatCannotBe(schedule: Parts, context: z.RefinementCtx): void {
  const { rotations, rules, overrides } = schedule;
  const names = [...rotations.map(({ name }) => name), ...rules.map(ruleName)];
  const refuse = (path: PropertyKey[], message: string): void => context.addIssue({ code: 'custom', path, message });
  for (const [index, own] of names.entries()) {
    if (names.indexOf(own) === index) continue;
    const path = index < rotations.length ? ['rotations', index] : ['rules', index - rotations.length];
    refuse([...path, 'name'], `a name of its own, ${own} is taken`);
  }
  for (const [index, rotation] of rotations.entries()) {
    if (!('follows' in rotation)) continue;
    const problem = followingProblem(rotation, index, rotations);
    if (problem) refuse(['rotations', index, problem.key], problem.message);
  }
  for (const [index, { type, rotation }] of overrides.entries()) {
    if (type === 'add' || rotation === undefined || names.includes(rotation)) continue;
    refuse(['overrides', index, 'rotation'], `one of ${names.join(', ')}`);
  }
}

function followingProblem(
  rotation: FollowingRotation,
  index: number,
  all: readonly Rotation[],
): { key: 'follows' | 'offset'; message: string } | undefined {
  const { name, follows } = rotation;
  if (!all.some((one) => one.name === follows)) {
    const others = all.filter((one) => one.name !== name).map((one) => one.name);
    return {
      key: 'follows',
      message: others.length > 0 ? `another rotation: ${others.join(', ')}` : 'another rotation',
    };
  }
  const own = followed(rotation, all);
  if (!own) return { key: 'follows', message: `a rotation that does not follow ${name} itself` };
  const same = all
    .slice(0, index)
    .concat(own.root)
    .find((other) => isAlwaysSame(own, followed(other, all)));
  if (!same) return undefined;
  const { length } = own.root.participants;
  const why = `of ${length} participants, ${same.name} and ${name} would always be the same`;
  return { key: 'offset', message: `another offset: ${why}` };
}

function isAlwaysSame({ root, steps }: Followed, other: Followed | undefined): boolean {
  return other?.root === root && (steps - other.steps) % root.participants.length === 0;
}
