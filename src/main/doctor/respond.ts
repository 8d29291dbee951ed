import type { PageTarget } from '../../model/incident/policy.ts';
import { waysTo } from '../../respond/incidents/pages.ts';
import { secretsOf } from '../../respond/channels/settings.ts';
import { INTAKES } from '../../respond/intake/registry.ts';
import type { RespondSettings } from '../../respond/responder.ts';
import type { Config } from '../config/schema.ts';
import { resolveSecret } from '../secrets.ts';
import { respondSettingsOf } from '../respond/settings.ts';
import type { Part } from './report.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether somebody would be paged: channels with their secrets, intakes, and who is reached by nothing. Sends nothing. */
export async function respond(config: Config, environment: Environment): Promise<Part[]> {
  const settings = respondSettingsOf(config);
  const nothing = settings.channels.size === 0 && settings.policies.size === 0;
  if (nothing) {
    return [
      { name: 'paging', health: 'note', text: 'no channels and no escalation are configured: incidents page nobody' },
    ];
  }
  return [await channels(settings, environment), ...(await intakes(config, environment)), paging(settings)];
}

async function channels({ channels: all }: RespondSettings, environment: Environment): Promise<Part> {
  const problems: string[] = [];
  for (const { name, definition, settings } of all.values()) {
    for (const key of secretsOf(definition.settings)) {
      const problem = await secretProblem(settings[key], environment);
      if (problem) problems.push(`${name}: ${problem}`);
    }
  }
  if (problems.length > 0) return { name: 'channels', health: 'problem', text: problems.join('; ') };
  const names = [...all.values()].map(({ name, definition }) => `${name} (${definition.title})`);
  const text =
    names.length > 0
      ? `${names.join(', ')}; opsbook channels test <name> sends something`
      : 'none is configured: nobody can be told';
  return { name: 'channels', health: names.length > 0 ? 'ok' : 'problem', text };
}

async function intakes({ intake }: Config, environment: Environment): Promise<Part[]> {
  const problems: string[] = [];
  for (const [name, { type, ...settings }] of Object.entries(intake)) {
    const definition = INTAKES.find(({ id }) => id === type);
    for (const key of definition ? secretsOf(definition.settings) : []) {
      const problem = await secretProblem(Reflect.get(settings, key), environment);
      if (problem) problems.push(`/hooks/${name}: ${problem}`);
    }
  }
  if (problems.length > 0) return [{ name: 'intake', health: 'problem', text: problems.join('; ') }];
  const names = Object.keys(intake);
  return names.length > 0
    ? [{ name: 'intake', health: 'ok', text: names.map((name) => `/hooks/${name}`).join(', ') }]
    : [];
}

/** Undefined where it is there, or none is named. */
async function secretProblem(reference: unknown, environment: Environment): Promise<string | undefined> {
  if (typeof reference !== 'string') return undefined;
  try {
    await resolveSecret(reference, environment);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A level of whom nobody is reached by any channel is a level that pages nobody. */
function paging(settings: RespondSettings): Part {
  if (settings.policies.size === 0) {
    return {
      name: 'paging',
      health: 'problem',
      text: 'there is no escalation policy: incidents page nobody (escalation.policies)',
    };
  }
  const unreached = [...settings.people.values()].filter(
    (person) => isNamed(person.id, settings) && waysTo(person, settings).length === 0,
  );
  if (unreached.length > 0) {
    const names = unreached.map(({ id }) => id).join(', ');
    return {
      name: 'paging',
      health: 'problem',
      text: `no channel reaches ${names}: give them an address, or another channel`,
    };
  }
  return {
    name: 'paging',
    health: 'ok',
    text: `by ${[...settings.policies.keys()].join(', ')}; opsbook oncall check looks for gaps`,
  };
}

/** By name; who is on call by a schedule is a matter of `opsbook oncall check`. */
function isNamed(id: string, { policies }: RespondSettings): boolean {
  const targets: PageTarget[] = [...policies.values()].flatMap(({ levels }) => levels.flatMap(({ notify }) => notify));
  return targets.some((target) => ('person' in target ? target.person === id : 'schedule' in target));
}
