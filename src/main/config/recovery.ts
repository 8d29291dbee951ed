import { z } from 'zod';
import { parseDuration } from '../../model/duration.ts';
import { parseInstant } from '../../model/instant.ts';
import { isRegionName, regionHint } from '../regions.ts';

const name = z.string().min(1);
const accountId = z
  .string('expected an AWS account id: 12 digits, in quotes')
  .regex(/^\d{12}$/, 'an AWS account id: 12 digits, in quotes');
const region = z.string().refine(isRegionName, { error: ({ input }) => `an AWS region${regionHint(String(input))}` });
const instant = z
  .string()
  .refine((text) => parseInstant(text) !== undefined, 'an instant with its zone, e.g. 2026-12-24T00:00:00Z');
const duration = z.string().refine((text) => parseDuration(text) !== undefined, 'a duration, e.g. 15m or 4h');

const nameOrOutput = z.union([name, z.strictObject({ output: name })]);
const layer = z.strictObject({
  directory: name.describe('With a state of its own, which is empty before and after each drill.'),
  variables: z.record(name, z.json()).default({}).describe('Secrets rather as TF_VAR_… in the environment.'),
});

const within = duration.default('10m').describe('How long it is tried.');
const probe = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('http'),
    url: name,
    status: z.int().min(100).max(599).default(200),
    contains: name.optional(),
    within,
  }),
  z.strictObject({
    type: z.literal('sql'),
    url: name.describe('postgres://app:${env:DRILL_PASSWORD}@${database.address}:${database.port}/app'),
    query: name.describe('Its first value is what is expected; without an expectation, it must give a row.'),
    expect: z.string().optional(),
    within,
  }),
  z.strictObject({
    type: z.literal('checklist'),
    checklist: name,
    parameters: z.record(name, name).default({}),
    within,
  }),
]);

const drill = z.strictObject({
  lastSuccess: instant.optional(),
  database: name.optional().describe('The database whose newest snapshot is restored.'),
  environment: name.optional().describe('An environment of this configuration that is not production.'),
  region: region.optional().describe("Default: the target's own region, which proves less."),
  instanceClass: name.optional().describe("Default: the database's own."),
  subnetGroup: nameOrOutput
    .optional()
    .describe('The DB subnet group, or the output of the network layer that names it.'),
  securityGroups: z.array(nameOrOutput).default([]),
  parameterGroup: name.optional(),
  kmsKey: name.optional().describe('For the copy of an encrypted snapshot in another region.'),
  network: layer.optional(),
  compute: layer
    .optional()
    .describe('Its variables may say ${database.address}, ${database.port} and ${network.<output>}.'),
  probes: z.array(probe).default([]).describe('A drill without any proves nothing, and is refused.'),
  within: duration.default('4h').describe('After this long it is given up and taken away.'),
  hourlyUsd: z.number().positive().optional().describe('What all of it costs an hour.'),
  costLimitUsd: z.number().positive().optional(),
});

const failOver = z.strictObject({
  region: region.describe('The region that takes over.'),
  services: z
    .array(
      z.strictObject({
        cluster: name,
        service: name,
        desiredCount: z.int().positive(),
        standbyCount: z
          .int()
          .min(0)
          .optional()
          .describe('Tasks when it is not needed; what the way back scales it to.'),
      }),
    )
    .default([])
    .describe('ECS services that are scaled up there.'),
  replica: name.optional().describe('A read replica there, which is promoted for good.'),
  globalCluster: z
    .strictObject({ id: name, cluster: name.describe('The ARN of the cluster that becomes the writer.') })
    .optional(),
  records: z
    .array(
      z.strictObject({
        zone: name.describe('The hosted zone id.'),
        name,
        type: z.enum(['A', 'AAAA', 'CNAME']),
        primary: name.describe('The set identifier of the weighted record of the primary region.'),
        secondary: name.describe('That of the region that takes over.'),
      }),
    )
    .default([]),
  shares: z
    .array(z.int().min(1).max(100))
    .min(1)
    .default([100])
    .refine((shares) => shares.at(-1) === 100 && shares.every((share, at) => share > (shares[at - 1] ?? 0)), {
      error: 'rising percentages, the last of them 100',
    }),
  watch: duration.default('5m').describe('How long is watched after each share.'),
  alarms: z.array(name).default([]).describe('CloudWatch alarms of that region that must stay quiet.'),
  homeAlarms: z.array(name).default([]).describe('The same of the region that is left, for the way back.'),
});

/** The part `recovery` of the configuration. */
export const recovery = z
  .strictObject({
    production: z
      .strictObject({ accounts: z.array(accountId).default([]), vpcs: z.array(name).default([]) })
      .default({ accounts: [], vpcs: [] })
      .describe('What no drill touches.'),
    drills: z
      .record(name, drill)
      .default({})
      .describe('DR drills, with the last that succeeded where it was not run by Opsbook.'),
    failOvers: z.record(name, failOver).default({}).describe('What is moved when a region fails.'),
  })
  .default({ production: { accounts: [], vpcs: [] }, drills: {}, failOvers: {} });
