import type { Aws } from '../../aws/execution.ts';
import type { AwsFault } from '../../aws/fault.ts';
import { settled } from '../../aws/read.ts';
import {
  dbCluster,
  type DBEngineVersion,
  dbInstance,
  type DBMajorEngineVersion,
  describeDBClusters,
  describeDBEngineVersions,
  describeDBInstances,
  describeDBMajorEngineVersions,
} from '../../aws/rds.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { dayOf } from '../age.ts';
import { defineCheck, unknownFrom } from '../define.ts';

export const engineSupported = defineCheck({
  id: 'rds-engine-supported',
  title: 'Database engine version is supported',
  severity: 'high',
  why:
    'A deprecated version gets no fixes, and AWS upgrades it at a time of its own; past its standard support, a major ' +
    'version costs Extended Support by the vCPU and hour.',
  remediation: 'Upgrade: rehearse it on a copy restored from a snapshot, then upgrade in a maintenance window.',
  calls: [
    'rds:DescribeDBInstances',
    'rds:DescribeDBClusters',
    'rds:DescribeDBEngineVersions',
    'rds:DescribeDBMajorEngineVersions',
  ],
  async *evaluate({ aws, now }) {
    const subjects = await readSubjects(aws);
    if (subjects.length === 0) return;
    const [versions, majors] = await Promise.all([
      readVersions(aws, subjects),
      settled(describeDBMajorEngineVersions(aws, {})),
    ]);
    for (const subject of subjects) {
      const version = versions.find(({ Engine, EngineVersion }) => isSame(subject, Engine, EngineVersion));
      yield judgeVersion(subject, version) ?? judgeMajor(subject, version, majors, now);
    }
  },
});

interface Subject {
  readonly resource: Resource;
  readonly engine: string;
  readonly version: string;
  readonly lifecycle: string | undefined;
}

/** The members of a cluster run its version: they are judged with it. */
async function readSubjects(aws: Aws): Promise<Subject[]> {
  const [instances, clusters] = await Promise.all([describeDBInstances(aws, {}), describeDBClusters(aws, {})]);
  const own = instances.filter((instance) => instance.DBClusterIdentifier === undefined);
  return [
    ...own.map((one) => ({ ...one, resource: dbInstance(aws, one) })),
    ...clusters.map((one) => ({ ...one, resource: dbCluster(aws, one) })),
  ].map(({ resource, Engine: engine = '', EngineVersion: version = '', EngineLifecycleSupport: lifecycle }) => ({
    resource,
    engine,
    version,
    lifecycle,
  }));
}

/** Only the versions in use, deprecated ones too, in one list. */
function readVersions(aws: Aws, subjects: readonly Subject[]): Promise<DBEngineVersion[]> {
  return describeDBEngineVersions(aws, {
    Filters: [
      { Name: 'engine', Values: [...new Set(subjects.map(({ engine }) => engine))].toSorted() },
      { Name: 'engine-version', Values: [...new Set(subjects.map(({ version }) => version))].toSorted() },
    ],
    IncludeAll: true,
  });
}

/** Undefined where the version itself is in order. */
function judgeVersion(subject: Subject, version: DBEngineVersion | undefined): Verdict | undefined {
  const { resource } = subject;
  const evidence = evidenceOf(subject, version);
  if (!version) {
    // RDS answers for its own engines; what it does not list of the others says nothing.
    const own = !/^(docdb|neptune|custom-)/.test(subject.engine);
    return own
      ? fail(resource, `${nameOf(subject)}, which RDS no longer lists.`, evidence)
      : unknown(resource, `${nameOf(subject)}, which RDS does not list.`, evidence);
  }
  if (version.Status !== 'deprecated') return undefined;
  return fail(resource, `${nameOf(subject)}, which AWS has deprecated.`, evidence);
}

type Majors = { ok: true; value: DBMajorEngineVersion[] } | { ok: false; fault: AwsFault };

function judgeMajor(subject: Subject, version: DBEngineVersion | undefined, majors: Majors, now: Date): Verdict {
  const { resource } = subject;
  if (!majors.ok) return unknownFrom(resource, majors.fault);
  const lifecycles =
    majors.value.find(
      ({ Engine, MajorEngineVersion }) =>
        Engine === subject.engine && MajorEngineVersion === version?.MajorEngineVersion,
    )?.SupportedEngineLifecycles ?? [];
  const standardUntil = lifecycles.find(
    (one) => one.LifecycleSupportName === 'open-source-rds-standard-support',
  )?.LifecycleSupportEndDate;
  const extendedUntil = lifecycles.find(
    (one) => one.LifecycleSupportName === 'open-source-rds-extended-support',
  )?.LifecycleSupportEndDate;
  const evidence = {
    ...evidenceOf(subject, version),
    standardSupportUntil: standardUntil?.toISOString() ?? null,
    extendedSupportUntil: extendedUntil?.toISOString() ?? null,
  };
  if (standardUntil && standardUntil <= now) {
    const extended = extendedUntil !== undefined && extendedUntil > now;
    const covered = extended && subject.lifecycle !== 'open-source-rds-extended-support-disabled';
    const reason = covered
      ? `${nameOf(subject)}, whose standard support ended on ${dayOf(standardUntil)}: Extended Support is billed.`
      : extended
        ? `${nameOf(subject)}, whose standard support ended on ${dayOf(standardUntil)}; Extended Support is off: AWS will upgrade it.`
        : `${nameOf(subject)}, whose support ended on ${dayOf(extendedUntil ?? standardUntil)}.`;
    return fail(resource, reason, evidence, covered ? { severity: 'medium' } : {});
  }
  const until = standardUntil ? `, with standard support until ${dayOf(standardUntil)}` : '';
  const newer = newestMinor(version);
  return pass(resource, `${nameOf(subject)}${until}${newer ? `; ${newer} is newer` : ''}.`, evidence);
}

function evidenceOf({ engine, version, lifecycle }: Subject, listed: DBEngineVersion | undefined) {
  return {
    engine,
    version,
    versionStatus: listed?.Status ?? null,
    newestMinor: newestMinor(listed) ?? null,
    majorUpgrades: targetsOf(listed, true),
    lifecycleSupport: lifecycle ?? null,
  };
}

function nameOf({ resource, engine, version }: Subject): string {
  return `${resource.id} runs ${engine} ${version}`;
}

/** AWS lists upgrade targets oldest first. */
function newestMinor(version: DBEngineVersion | undefined): string | undefined {
  return targetsOf(version, false).at(-1);
}

function targetsOf(version: DBEngineVersion | undefined, major: boolean): string[] {
  const targets = version?.ValidUpgradeTarget ?? [];
  return targets
    .filter(({ IsMajorVersionUpgrade: isMajor }) => (isMajor ?? false) === major)
    .flatMap(({ EngineVersion: target }) => target ?? []);
}

function isSame({ engine, version }: Subject, listedEngine: string | undefined, listed: string | undefined): boolean {
  return engine === listedEngine && version === listed;
}
