import { alarmQuiet } from '../../checks/cloudwatch/alarm-quiet.ts';
import { noOpenIncident } from '../../checks/deployment/no-open-incident.ts';
import { windowOpen } from '../../checks/deployment/window-open.ts';
import { serviceSteady } from '../../checks/ecs/service-steady.ts';
import { targetHealthy } from '../../checks/elbv2/target-healthy.ts';
import { instanceBackedUp } from '../../checks/rds/instance-backed-up.ts';
import { noDrift } from '../../checks/terraform/no-drift.ts';
import { stateReadable } from '../../checks/terraform/state-readable.ts';
import type { Environment } from '../../model/environment.ts';
import { UsageError } from '../../model/errors.ts';
import { fail, type Finding } from '../../model/finding.ts';
import type { TargetReport } from '../../model/result.ts';
import { defineChecklist, type Focus, type FocusContext } from '../define.ts';

/** A deployment wants a backup of today, whatever the weekly verification is content with. */
const BACKUP_HOURS = 24;

export const preflight = defineChecklist({
  id: 'deployment/preflight',
  title: 'Pre-deployment checklist',
  purpose:
    'Whether a deployment may begin: Terraform agrees with what is there, the databases of the environment have a backup ' +
    'of today, the service is steady and its targets healthy, no alarm is on, no incident is open and the change window ' +
    'is. Its exit code gates a pipeline.',
  parameters: [
    { name: 'environment', what: 'an environment of the configuration; the only one, where there is one' },
    { name: 'cluster', what: 'the ECS cluster, where the environment does not say' },
    { name: 'service', what: 'the ECS service to deploy; all of the environment, where not given' },
  ],
  checks: [
    stateReadable,
    noDrift,
    instanceBackedUp,
    serviceSteady,
    targetHealthy,
    windowOpen,
    alarmQuiet,
    noOpenIncident,
  ],
  sections: [],
  focus: focusOnDeployment,
});

function focusOnDeployment({ parameters, environments }: FocusContext): Focus {
  const environment = environmentOf(parameters['environment'], environments);
  const cluster = parameters['cluster'] ?? environment?.cluster;
  const named = parameters['service'] !== undefined ? [parameters['service']] : (environment?.services ?? []);
  if (parameters['service'] !== undefined && cluster === undefined) {
    throw new UsageError(
      '--set service=… needs --set cluster=… or an environment of the configuration that names its cluster',
    );
  }
  const wanted = named.map((service) => `${cluster}/${service}`);
  const databases = environment?.databases ?? [];

  function isService(id: string): boolean {
    if (wanted.length > 0) return wanted.includes(id);
    return cluster === undefined || id.startsWith(`${cluster}/`);
  }

  function isConcerned({ check, status, resource }: Finding, groups: ReadonlySet<unknown>): boolean {
    if (status === 'unknown') return true;
    if (check === instanceBackedUp.id) return databases.length === 0 || databases.includes(resource.id);
    if (check === serviceSteady.id) return isService(resource.id);
    if (check === targetHealthy.id) return wanted.length === 0 || groups.has(resource.arn);
    return true;
  }

  return {
    settings: { [instanceBackedUp.id]: { snapshotAgeHours: BACKUP_HOURS } },
    narrow(all, target) {
      const services = all.filter(({ check }) => check === serviceSteady.id);
      const found = new Set(services.map(({ resource }) => resource.id));
      const concerned = services.filter(({ resource }) => isService(resource.id));
      const groups = new Set(concerned.flatMap(({ evidence }) => listOf(evidence['targetGroupArns'])));
      // A cluster that could not be read has its unknown already: that a service is missing cannot be said then.
      const readable = services.every(({ status }) => status !== 'unknown');
      const absent = readable ? wanted.filter((id) => !found.has(id)) : [];
      return {
        findings: all.filter((finding) => isConcerned(finding, groups)),
        missing: absent.map((id) => ({ check: serviceSteady.id, verdict: absentService(id, target) })),
      };
    },
  };
}

function environmentOf(name: string | undefined, environments: readonly Environment[]): Environment | undefined {
  if (name === undefined) return environments.length === 1 ? environments[0] : undefined;
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  const known = environments.map((environment) => environment.name).join(', ') || 'none';
  throw new UsageError(`unknown environment: ${name} (the configuration has: ${known})`);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function absentService(id: string, { account, region }: TargetReport) {
  const resource = { type: 'AWS::ECS::Service', id, arn: `arn:aws:ecs:${region}:${account}:service/${id}` };
  return fail(resource, `There is no service ${id}: what does not exist is not healthy.`, {}, { severity: 'critical' });
}
