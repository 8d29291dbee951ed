import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { checkConfigText, type ConfigOutcome } from '../../src/main/config/load.ts';
import { configSchema } from '../../src/main/config/schema.ts';
import { schedulesOf } from '../../src/main/oncall/schedules.ts';
import { respondSettingsOf } from '../../src/main/respond/settings.ts';
import type { Json } from '../../src/model/json.ts';
import { onCallAt } from '../../src/model/oncall/on-call-at.ts';
import { NOTHING_OUTSIDE } from '../../src/model/oncall/schedule.ts';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../respond/fuzz-budget.ts';
import { mutated } from '../respond/mutation.ts';

const EXAMPLE = readFileSync(new URL('../fixtures/respond.yaml', import.meta.url), 'utf8');
const SCHEMA = configSchema([]);
const AT = new Date('2026-03-08T07:30:00Z');

/** What is wrong with an answer: it has to be right and usable, or to say in words where the text is not. */
function faultsOf(outcome: ConfigOutcome, text: string): unknown[] {
  if (!outcome.ok) {
    const lines = text.split(/\r\n|\r|\n/).length;
    if (outcome.problems.length === 0) return ['refused without a problem'];
    return outcome.problems.filter(
      ({ line, column, message }) =>
        line < 1 || line > lines + 1 || column < 1 || message.trim() === '' || /\[object|undefined:/.test(message),
    );
  }
  const policies = [...respondSettingsOf(outcome.config).policies.values()];
  const present = schedulesOf(outcome.config).flatMap((schedule) => onCallAt(schedule, AT, NOTHING_OUTSIDE));
  return [
    ...policies.filter(({ levels }) => levels.length === 0),
    ...present.filter(({ shiftStart, shiftEnd }) => shiftStart > AT || AT >= shiftEnd),
  ];
}

test('the example is right', () => {
  expect(checkConfigText(EXAMPLE, 'opsbook.yaml', SCHEMA)).toMatchObject({ ok: true });
});

test(
  'a configuration with something in it changed is right, or says where it is not',
  () => {
    const sample = parse(EXAMPLE) as Json;
    fc.assert(
      fc.property(mutated(sample), (changed) => {
        const text = stringify(changed);
        expect(faultsOf(checkConfigText(text, 'opsbook.yaml', SCHEMA), text)).toEqual([]);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  'any text is a configuration, or says where it is not',
  () => {
    const cut = fc
      .tuple(fc.nat(EXAMPLE.length), fc.nat(EXAMPLE.length), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([from, to, put]) => `${EXAMPLE.slice(0, from)}${put}${EXAMPLE.slice(to)}`);
    fc.assert(
      fc.property(fc.oneof(cut, fc.string({ unit: 'binary', maxLength: 400 })), (text) => {
        expect(faultsOf(checkConfigText(text, 'opsbook.yaml', SCHEMA), text)).toEqual([]);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
