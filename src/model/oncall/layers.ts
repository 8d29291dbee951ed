import { occurrences, type Opening } from '../window.ts';
import { followed } from './following.ts';
import { listTurns } from './handoffs.ts';
import type { Rotation, Rule, Schedule, TurningRotation } from './schedule.ts';

/** One place that somebody has, or nobody: a rotation or a rule. */
export interface Layer {
  /** What overrides and answers call it. */
  readonly name: string;
  /** The rotation whose turns it takes: itself, or the one that it follows. */
  readonly root: string;
  readonly priority: number;
  readonly timezone: string;
  readonly source: Source;
}

type Source =
  | {
      readonly kind: 'rotation';
      readonly turning: TurningRotation;
      /** Places after who has the root. */ readonly steps: number;
    }
  | { readonly kind: 'rule'; readonly rule: Rule };

/** Half-open: whose it is by the plan, and who comes after. */
export interface Turn extends Opening {
  readonly circle: readonly string[];
  /** Where in the circle the root's own person stands. */
  readonly place: number;
  readonly steps: number;
}

/** Rotations as they are written, then rules: the order in which people are named. */
export function layersOf({ timezone, rotations, rules }: Schedule): Layer[] {
  return [
    ...rotations.map((rotation) => rotationLayer(rotation, rotations, timezone)),
    ...rules.map((rule, index) => ruleLayer(rule, index, timezone)),
  ];
}

function rotationLayer(rotation: Rotation, all: readonly Rotation[], timezone: string): Layer {
  const { name } = rotation;
  const found = followed(rotation, all);
  // The configuration was refused where this could be.
  if (!found) throw new RangeError(`the rotation ${name} has no turns of its own, and follows none that has`);
  const { root, steps, priority } = found;
  return { name, root: root.name, priority, timezone, source: { kind: 'rotation', turning: root, steps } };
}

function ruleLayer(rule: Rule, index: number, timezone: string): Layer {
  const name = ruleName(rule, index);
  return {
    name,
    root: name,
    priority: rule.priority,
    timezone: rule.timezone ?? timezone,
    source: { kind: 'rule', rule },
  };
}

/** Its own, or `rule 1` for the first. */
export function ruleName({ name }: Pick<Rule, 'name'>, index: number): string {
  return name ?? `rule ${index + 1}`;
}

/** Turns that touch a span, whole and in order. */
export function turnsOf({ source, timezone }: Layer, span: Opening): Turn[] {
  if (source.kind === 'rule') {
    const { days, start, end, person } = source.rule;
    return occurrences({ timezone, days, start, end }, span)
      .filter((one) => one.start < span.end && span.start < one.end)
      .map((one) => ({ ...one, circle: [person], place: 0, steps: 0 }));
  }
  const { turning, steps } = source;
  const circle = turning.participants;
  return listTurns(turning, timezone, span).map(({ start, end, number }) => ({
    start,
    end,
    circle,
    place: number % circle.length,
    steps,
  }));
}
