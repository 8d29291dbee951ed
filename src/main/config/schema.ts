import { z } from 'zod';
import type { Check } from '../../checks/define.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { isRegionName, regionHint } from '../regions.ts';
import { calendar } from './calendar.ts';
import { channels, intake } from './channels.ts';
import { escalation, incidents } from './incidents.ts';
import { server } from './server.ts';
import { monitoring } from './monitoring.ts';
import { oncall } from './oncall.ts';
import { person } from './people.ts';
import { recovery } from './recovery.ts';
import { refuseUnknownNames } from './respond-references.ts';
import { clockTime, day, duration, instant, timeZone } from './times.ts';

/** Without quotes YAML reads a number, and a leading zero is lost. */
const accountId = z
  .string('expected an AWS account id: 12 digits, in quotes')
  .regex(/^\d{12}$/, 'an AWS account id: 12 digits, in quotes');
const roleArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'a role ARN: arn:aws:iam::123456789012:role/Name');
const region = z.string().refine(isRegionName, { error: ({ input }) => `an AWS region${regionHint(String(input))}` });
const endpoint = z.url({ protocol: /^https?$/, error: 'a URL, e.g. http://127.0.0.1:4566' });
const name = z.string().min(1);

const target = z.strictObject({
  name: name.describe('What --target and reports call it.'),
  account: accountId.optional().describe('Refuse to look at any other account with these credentials.'),
  regions: z.array(region).min(1).optional().describe('Default: the region in force.'),
  profile: name.optional().describe('A profile of the AWS configuration files.'),
  role: z
    .union([roleArn, z.array(roleArn).min(1)])
    .optional()
    .describe('A role to assume, or a chain of roles, each assumed from the one before.'),
  externalId: name.optional().describe('Given with the last role of the chain.'),
  endpointUrl: endpoint.optional().describe("Instead of AWS's own endpoints."),
});

const organization = z.strictObject({
  role: name.describe('The name of the role to assume in every active account of the organization.'),
  externalId: name.optional(),
  profile: name.optional().describe('Credentials of the management or a delegated administrator account.'),
  regions: z
    .union([z.literal('enabled'), z.array(region).min(1)])
    .default(['us-east-1'])
    .describe('`enabled` asks each account which regions it has.'),
  exclude: z
    .strictObject({ accounts: z.array(accountId).default([]), regions: z.array(region).default([]) })
    .default({ accounts: [], regions: [] }),
});

const approvals = z.strictObject({
  quorum: z.int().min(0).max(20).default(1).describe('How many different people; 0 asks nobody.'),
  fourEyes: z.boolean().default(true).describe('Whether who asks for a change may not approve it.'),
  expires: duration.default('24h'),
  impacts: z
    .array(z.enum(['none', 'disruptive', 'irreversible']))
    .default(['none', 'disruptive', 'irreversible'])
    .describe('Only plans with a change of one of these impacts.'),
  steps: z
    .boolean()
    .default(true)
    .describe('Whether steps that ask, ask; false where the approval of the plan covers them.'),
});

const environment = z.strictObject({
  production: z.boolean().default(false).describe('Whether what is in it is judged as production.'),
  approvals: approvals.optional().describe('Who has to agree to a change; in production one other person, by default.'),
  cluster: name.optional().describe('Its ECS cluster.'),
  services: z.array(name).default([]),
  databases: z.array(name).default([]).describe('DB instance or cluster identifiers.'),
  loadBalancers: z.array(name).default([]),
  preflight: z
    .union([z.boolean(), z.array(name).min(1)])
    .default(false)
    .describe('Whether deployment/preflight must not fail before a deployment; or the runbooks that it gates.'),
});

const terraform = z.strictObject({
  binary: name.default('terraform'),
  layers: z.array(z.strictObject({ name, directory: name })).default([]),
});

const changeWindows = z.strictObject({
  timezone: timeZone,
  windows: z
    .array(z.strictObject({ days: z.array(day).default([]), start: clockTime, end: clockTime }))
    .default([])
    .describe('Half-open [start, end); one that crosses midnight belongs to the day it starts on.'),
  blackouts: z
    .array(
      z
        .strictObject({ reason: name, start: instant, end: instant })
        // One that ends before it starts would never be in force, and nobody would notice.
        .refine(({ start, end }) => Date.parse(start) < Date.parse(end), {
          error: 'an end after its start',
          path: ['end'],
        }),
    )
    .default([]),
});

/** What one check takes: whether it runs, the severity of its failing findings, and its own thresholds. */
function checkSchema(check: Check) {
  return z
    .strictObject({
      enabled: z.boolean().default(true),
      severity: z.enum(SEVERITIES).optional(),
      ...Object.fromEntries(Object.entries(check.settings.shape).map(([key, field]) => [key, ifGiven(field)])),
    })
    .describe(`${check.title}.`);
}

/**
 * A threshold as it is written, or nothing. Its default stays with the check: filled in here, it would look like the
 * operator's word and win over what a checklist asks of the check.
 */
function ifGiven(field: z.core.$ZodType): z.ZodType {
  if (!(field instanceof z.ZodDefault)) return z.optional(field);
  return z.optional(field.unwrap()).meta({ ...field.meta(), default: field.def.defaultValue });
}

/** The schema of `opsbook.yaml`. Every part may be left out: what is in the account is then discovered. */
export function configSchema(checks: readonly Check[]) {
  const ofChecks = Object.fromEntries(checks.map((check) => [check.id, checkSchema(check).optional()]));
  return z
    .strictObject({
      timezone: timeZone.default('UTC').describe('The business time zone: cadences are in it.'),
      targets: z.array(target).superRefine(refuseSameName).default([]),
      organization: organization.optional(),
      environments: z.record(name, environment).default({}),
      checks: z.strictObject(ofChecks).default({}),
      terraform: terraform.default({ binary: 'terraform', layers: [] }),
      changeWindows: changeWindows.optional(),
      calendar,
      monitoring,
      recovery,
      people: z.record(name, person).default({}),
      oncall: oncall.default({ schedules: {} }),
      channels,
      intake,
      escalation,
      incidents,
      server: server.prefault({}),
    })
    .superRefine(refuseUnknownNames);
}

/** `--target NAME` and every report mean one of them. */
function refuseSameName(targets: readonly TargetConfig[], context: z.RefinementCtx): void {
  for (const [index, { name: own }] of targets.entries()) {
    if (targets.findIndex((other) => other.name === own) === index) continue;
    context.addIssue({ code: 'custom', path: [index, 'name'], message: `a name of its own, ${own} is taken` });
  }
}

export type Config = z.infer<ReturnType<typeof configSchema>>;
export type TargetConfig = z.infer<typeof target>;
export type OrganizationConfig = z.infer<typeof organization>;
