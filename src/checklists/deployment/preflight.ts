import { lastPart } from '../../aws/ecs.ts';
import { alarmQuiet } from '../../checks/cloudwatch/alarm-quiet.ts';
import { noOpenIncident } from '../../checks/deployment/no-open-incident.ts';
import { windowOpen } from '../../checks/deployment/window-open.ts';
import { serviceSteady } from '../../checks/ecs/service-steady.ts';
import { targetHealthy } from '../../checks/elbv2/target-healthy.ts';
import { clusterBackedUp } from '../../checks/rds/cluster-backed-up.ts';
import { instanceBackedUp } from '../../checks/rds/instance-backed-up.ts';
import { noDrift } from '../../checks/terraform/no-drift.ts';
import { stateReadable } from '../../checks/terraform/state-readable.ts';
import type { Environment } from '../../model/environment.ts';
import { UsageError } from '../../model/errors.ts';
import { fail, type Finding } from '../../model/finding.ts';
import type { TargetReport } from '../../model/result.ts';
import { defineChecklist, type Focus, type FocusContext, type Narrowed } from '../define.ts';

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
    clusterBackedUp,
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
  const cluster = nameOf(parameters['cluster'] ?? environment?.cluster);
  const named = parameters['service'] !== undefined ? [parameters['service']] : (environment?.services ?? []);
  if (parameters['service'] !== undefined && cluster === undefined) {
    throw new UsageError(
      '--set service=… needs --set cluster=… or an environment of the configuration that names its cluster',
    );
  }
  const wanted = named.map((service) =>
    cluster === undefined ? lastPart(service) : `${cluster}/${lastPart(service)}`,
  );
  // RDS keeps every identifier in small letters.
  const databases = (environment?.databases ?? []).map((database) => database.toLowerCase());

  function isService(id: string): boolean {
    if (wanted.length > 0) return wanted.some((service) => isNamed(id, service));
    return cluster === undefined || id.startsWith(`${cluster}/`);
  }

  function isConcerned(finding: Finding, groups: ReadonlySet<unknown>): boolean {
    const { check, status, resource } = finding;
    if (status === 'unknown') return true;
    if (BACKED_UP.has(check))
      return databases.length === 0 || databases.some((database) => namesOf(finding).includes(database));
    if (check === serviceSteady.id) return isService(resource.id);
    if (check === targetHealthy.id) return wanted.length === 0 || groups.has(resource.arn);
    return true;
  }

  function absentServices(services: readonly Finding[], target: TargetReport): Missing[] {
    // What could not be read has its unknown already: that a service is missing cannot be said then.
    if (services.some(({ status, resource }) => status === 'unknown' && mayHide(resource, cluster))) return [];
    if (wanted.length === 0 && cluster !== undefined && !services.some(({ resource }) => isService(resource.id))) {
      return [{ check: serviceSteady.id, verdict: absentCluster(cluster, target) }];
    }
    const absent = wanted.filter((service) => !services.some(({ resource }) => isNamed(resource.id, service)));
    return absent.map((id) => ({ check: serviceSteady.id, verdict: absentService(id, target) }));
  }

  function absentDatabases(backups: readonly Finding[], target: TargetReport): Missing[] {
    if (backups.some(({ status }) => status === 'unknown')) return [];
    const found = new Set(backups.flatMap(namesOf));
    const absent = databases.filter((database) => !found.has(database));
    return absent.map((id) => ({ check: instanceBackedUp.id, verdict: absentDatabase(id, target) }));
  }

  return {
    settings: {
      [instanceBackedUp.id]: { snapshotAgeHours: BACKUP_HOURS },
      [clusterBackedUp.id]: { snapshotAgeHours: BACKUP_HOURS },
    },
    narrow(all, target) {
      const services = all.filter(({ check }) => check === serviceSteady.id);
      const backups = all.filter(({ check }) => BACKED_UP.has(check));
      const concerned = services.filter(({ resource }) => isService(resource.id));
      const groups = new Set(concerned.flatMap(({ evidence }) => listOf(evidence['targetGroupArns'])));
      return {
        findings: all.filter((finding) => isConcerned(finding, groups)),
        missing: [...absentServices(services, target), ...absentDatabases(backups, target)],
      };
    },
  };
}

const BACKED_UP: ReadonlySet<string> = new Set([instanceBackedUp.id, clusterBackedUp.id]);

type Missing = Narrowed['missing'][number];

/** The names that a database is configured by: its own, or that of an instance of a cluster. */
function namesOf({ resource, evidence }: Finding): unknown[] {
  return [resource.id, ...listOf(evidence['members'])];
}

/** Whether a service `cluster/name` is the one that is wanted, by name alone where nothing says which cluster it is in. */
function isNamed(id: string, wanted: string): boolean {
  return id === wanted || (!wanted.includes('/') && id.endsWith(`/${wanted}`));
}

/** Whether services of the cluster may be behind what could not be read: a service that is only in doubt is there. */
function mayHide({ type, id }: Finding['resource'], cluster: string | undefined): boolean {
  if (type === 'AWS::ECS::Service') return false;
  return type !== 'AWS::ECS::Cluster' || cluster === undefined || id === cluster;
}

function nameOf(arnOrName: string | undefined): string | undefined {
  return arnOrName === undefined ? undefined : lastPart(arnOrName);
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

function absentCluster(id: string, { account, region }: TargetReport) {
  const resource = { type: 'AWS::ECS::Cluster', id, arn: `arn:aws:ecs:${region}:${account}:cluster/${id}` };
  const reason = `There is no cluster ${id} with a service in it: what does not exist is not healthy.`;
  return fail(resource, reason, {}, { severity: 'critical', remediation: 'Correct the name of the cluster.' });
}

function absentDatabase(id: string, { account, region }: TargetReport) {
  const resource = { type: 'AWS::RDS::DBInstance', id, arn: `arn:aws:rds:${region}:${account}:db:${id}` };
  const reason = `There is no database ${id}, which the configuration names: what does not exist has no backup.`;
  const remediation = 'Correct its name among the databases of the environment, or restore it.';
  return fail(resource, reason, {}, { severity: 'critical', remediation });
}
