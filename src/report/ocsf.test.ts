import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { fleet, HOSTILE, hostile, morning, weeklyReview } from '../../test/fixtures/result.ts';
import { renderOcsf } from './ocsf.ts';

const names = z.record(z.string(), z.string());
const facts = z
  .object({
    version: z.string(),
    class: z.object({
      object: z.string(),
      class_uid: z.number(),
      category_uid: z.number(),
      type_uids: z.array(z.number()),
    }),
    objects: z.record(
      z.string(),
      z.object({
        required: z.array(z.string()),
        atLeastOne: z.array(z.string()).default([]),
        attributes: names,
        enums: z.record(z.string(), names).default({}),
        siblings: names.default({}),
        deprecated: z.array(z.string()).default([]),
      }),
    ),
  })
  .parse(
    JSON.parse(
      readFileSync(new URL('../../test/fixtures/ocsf/compliance-finding-1.5.0.json', import.meta.url), 'utf8'),
    ),
  );

type OcsfObject = (typeof facts.objects)[string];

function typeSchema(type: string): object {
  if (type.endsWith('[]')) return { type: 'array', items: typeSchema(type.slice(0, -2)) };
  if (type === 'timestamp') return { type: 'integer', minimum: Date.UTC(2000, 0, 1) };
  if (type === 'json') return { type: 'object' };
  return type in facts.objects ? { $ref: `#/$defs/${type}` } : { type };
}

/** No attribute that OCSF does not know or no longer wants, and the word beside a number is that number's. */
function objectSchema({ required, atLeastOne, attributes, enums, siblings, deprecated }: OcsfObject): object {
  const wanted = Object.entries(attributes).filter(([name]) => !deprecated.includes(name));
  return {
    type: 'object',
    required,
    ...(atLeastOne.length > 0 && { anyOf: atLeastOne.map((name) => ({ required: [name] })) }),
    additionalProperties: false,
    properties: Object.fromEntries(
      wanted.map(([name, type]) => [
        name,
        name in enums ? { enum: Object.keys(enums[name] ?? {}).map(Number) } : typeSchema(type),
      ]),
    ),
    allOf: Object.entries(siblings).flatMap(([number, word]) =>
      Object.entries(enums[number] ?? {}).map(([value, caption]) => ({
        if: { required: [number], properties: { [number]: { const: Number(value) } } },
        // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
        then: { properties: { [word]: value === '99' ? { type: 'string' } : { const: caption } } },
      })),
    ),
  };
}

const schema = {
  type: 'array',
  items: {
    $ref: `#/$defs/${facts.class.object}`,
    properties: {
      class_uid: { const: facts.class.class_uid },
      category_uid: { const: facts.class.category_uid },
      type_uid: { enum: facts.class.type_uids },
      metadata: { properties: { version: { const: facts.version } } },
    },
  },
  $defs: Object.fromEntries(Object.entries(facts.objects).map(([name, object]) => [name, objectSchema(object)])),
};
const validate = new Ajv({ allErrors: true, strictTypes: false, strictRequired: false }).compile(schema);

const events = z.array(z.looseObject({ activity_id: z.number(), class_uid: z.number(), type_uid: z.number() }));

test.each([
  ['a bad morning', morning()],
  ['a weekly review', weeklyReview()],
  ['many accounts', fleet(30)],
  ['hostile names', hostile(Object.values(HOSTILE).join(' '))],
])('%s is valid OCSF 1.5.0 Compliance Findings', (_, result) => {
  const parsed: unknown = JSON.parse(renderOcsf(result, { version: '0.1.0' }));
  validate(parsed);
  expect(validate.errors ?? []).toEqual([]);
  expect(events.parse(parsed)).toHaveLength(result.findings.length);
});

test('the validation would notice a wrong event', () => {
  const [event] = events.parse(JSON.parse(renderOcsf(morning())));
  const wrong = [
    { ...event, invented: 1 },
    { ...event, status: 'Suppressed' },
    { ...event, severity_id: 7 },
    { ...event, time: '2026-11-23' },
    { ...event, metadata: undefined },
    { ...event, resources: [{ type: 'AWS::RDS::DBInstance' }] },
  ].map((candidate) => JSON.parse(JSON.stringify([candidate])));
  expect(wrong.map((candidate) => validate(candidate))).toEqual(wrong.map(() => false));
});

test('what could not be determined is a warning, never a pass; what passes is no open incident', () => {
  const parsed = z
    .array(
      z.object({
        status: z.string(),
        status_code: z.string(),
        severity: z.string(),
        compliance: z.object({ status: z.string() }),
      }),
    )
    .parse(JSON.parse(renderOcsf(morning())));
  const words = parsed.map(({ status_code, status, compliance }) => `${status_code} ${compliance.status} ${status}`);
  expect([...new Set(words)].toSorted()).toEqual([
    'FAIL Fail New',
    'FAIL Fail Suppressed',
    'PASS Pass Resolved',
    'UNKNOWN Warning New',
  ]);
  expect(
    parsed.filter(({ status_code }) => status_code === 'PASS').every(({ severity }) => severity === 'Informational'),
  ).toBe(true);
});

test('the type of an event is its class and its activity, as OCSF computes it', () => {
  for (const event of events.parse(JSON.parse(renderOcsf(morning())))) {
    expect(event.type_uid).toBe(event.class_uid * 100 + event.activity_id);
  }
});
