import { z } from 'zod';
import type { Intake } from '../../api/respond-ports.ts';
import { INCIDENT_SEVERITIES } from '../../model/incident/severity.ts';
import { secretsOf } from '../../respond/channels/settings.ts';
import type { IntakeDefinition, IntakeUse } from '../../respond/intake/define.ts';
import { INTAKES } from '../../respond/intake/registry.ts';
import type { Config } from '../config/schema.ts';
import { resolveSecret } from '../secrets.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What all intakes have beside the settings of their kind. */
const common = z.looseObject({
  type: z.string(),
  labels: z.record(z.string(), z.string()),
  severity: z.enum(INCIDENT_SEVERITIES).nullable().default(null),
});

/** The intakes of the configuration by name. Secrets are looked up when something comes in: one that is changed holds at once. */
export function intakesOf({ intake }: Pick<Config, 'intake'>, environment: Environment): Map<string, Intake> {
  return new Map(Object.entries(intake).map(([name, given]) => [name, intakeOf(given, environment)]));
}

function intakeOf(given: Config['intake'][string], environment: Environment): Intake {
  const { type, labels, severity, ...settings } = common.parse(given);
  const definition = INTAKES.find(({ id }) => id === type);
  if (!definition) throw new Error(`no intake of type ${type}`);
  return { definition, labels, severity, settings: () => withSecrets(definition, settings, environment) };
}

/** @throws UsageError that names the reference, never what is behind it */
async function withSecrets(
  { settings: schema }: IntakeDefinition,
  settings: IntakeUse['settings'],
  environment: Environment,
): Promise<IntakeUse['settings']> {
  const resolved = { ...settings };
  for (const key of secretsOf(schema)) {
    const reference = settings[key];
    if (typeof reference === 'string') resolved[key] = await resolveSecret(reference, environment);
  }
  return resolved;
}
