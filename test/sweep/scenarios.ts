import type { MemoryOptions } from '../../src/engine/memory/ports.ts';
import { NO_RECOVERY } from '../../src/model/recovery-settings.ts';
import type { RunbookSettings } from '../../src/model/runbook-settings.ts';
import type { Runbook } from '../../src/runbooks/define.ts';
import { blueGreen } from '../../src/runbooks/deployment/blue-green.ts';
import { rollbackFunction } from '../../src/runbooks/deployment/rollback-function.ts';
import { rollbackService } from '../../src/runbooks/deployment/rollback-service.ts';
import { maintenanceMode } from '../../src/runbooks/incident/maintenance-mode.ts';
import { alarms } from '../../src/runbooks/monitoring/alarms.ts';
import { dashboard } from '../../src/runbooks/monitoring/dashboard.ts';
import { drDrill } from '../../src/runbooks/recovery/dr-drill.ts';
import { failOver } from '../../src/runbooks/recovery/fail-over.ts';
import { restoreDatabase } from '../../src/runbooks/recovery/restore-database.ts';
import { snapshotDatabase } from '../../src/runbooks/recovery/snapshot-database.ts';
import { scaleDatabase } from '../../src/runbooks/scaling/database.ts';
import { scaleGroup } from '../../src/runbooks/scaling/group.ts';
import { serviceAutoscaling } from '../../src/runbooks/scaling/service-autoscaling.ts';
import { scaleService } from '../../src/runbooks/scaling/service.ts';
import { createSandbox, SANDBOX_ACCOUNT } from '../../src/sandbox/create.ts';
import type { World } from '../../src/sandbox/world/world.ts';
import { createTerraformPort } from '../terraform-port.ts';

/** A runbook with parameters that make it do all that it does, and an account that it fits. */
export interface Scenario {
  readonly name: string;
  readonly runbook: Runbook;
  readonly parameters: Readonly<Record<string, string>>;
  readonly settings?: RunbookSettings;
  readonly prepare?: (world: World) => void;
  /** What the execution needs beside AWS: Terraform, probes. */
  readonly ports?: () => Partial<MemoryOptions>;
  /** It holds changes that cannot be undone, or takes away by itself what it made. */
  readonly lasting?: boolean;
  /** How it ends where nobody disturbs it. */
  readonly ends?: 'succeeded' | 'undone';
}

const WEB = { cluster: 'production-cluster', service: 'web-service' };
const PLAIN = { services: [], databases: [], loadBalancers: [] };

const DRILLS: RunbookSettings = {
  environments: [
    { ...PLAIN, name: 'production', production: true },
    { ...PLAIN, name: 'drills', production: false },
  ],
  recovery: {
    ...NO_RECOVERY,
    drills: {
      quarterly: {
        database: 'production-db',
        environment: 'drills',
        subnetGroup: { output: 'db-subnet-group' },
        securityGroups: [],
        network: { directory: 'network', variables: {} },
        compute: { directory: 'compute', variables: { database_host: '${database.address}' } },
        probes: [{ type: 'http', url: 'http://drill.example.com/health', status: 200, within: '10m' }],
        within: '4h',
      },
    },
  },
};

const TWO_ALARMS: RunbookSettings = {
  environments: [],
  monitoring: {
    unheardTopic: 'refuse',
    dashboards: {},
    alarms: ['orders', 'invoices'].map((queue) => ({
      name: `${queue}-backlog`,
      description: `${queue} wait.`,
      watches: {
        namespace: 'Shop',
        metric: 'Backlog',
        dimensions: { Queue: queue },
        statistic: 'Maximum',
        periodSeconds: 60,
      },
      comparison: '>',
      threshold: 100,
      periods: 5,
      datapoints: 3,
      missingData: 'breaching',
    })),
  },
};

const FAIL_OVERS: RunbookSettings = {
  environments: [],
  recovery: {
    ...NO_RECOVERY,
    failOvers: {
      europe: {
        region: 'eu-west-1',
        services: [{ cluster: 'dr-cluster', service: 'web-service', desiredCount: 3, standbyCount: 1 }],
        replica: 'production-db-replica',
        records: [{ zone: shopZone(), name: 'shop.example.com', type: 'A', primary: 'primary', secondary: 'recovery' }],
        shares: [10, 100],
        watch: '5m',
        alarms: [],
        homeAlarms: [],
      },
    },
  },
};

/** Every runbook, and the ways that differ most from one another. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'deployment/blue-green',
    runbook: blueGreen,
    parameters: { ...WEB, taskDefinition: 'web-service:42', shift: '10,100', bake: '5m', keepBlueFor: '10m' },
    lasting: true,
  },
  {
    name: 'deployment/blue-green of a bad version',
    runbook: blueGreen,
    parameters: { ...WEB, taskDefinition: 'web-service:43', shift: '10,100', bake: '10m' },
    ends: 'undone',
    lasting: true,
  },
  { name: 'deployment/rollback-service', runbook: rollbackService, parameters: WEB },
  {
    name: 'deployment/rollback-function',
    runbook: rollbackFunction,
    parameters: { function: 'invoice-renderer', alias: 'live' },
  },
  {
    name: 'incident/maintenance-mode',
    runbook: maintenanceMode,
    parameters: { loadBalancer: 'production-alb', state: 'on' },
  },
  { name: 'monitoring/alarms', runbook: alarms, parameters: {}, settings: TWO_ALARMS },
  { name: 'monitoring/dashboard', runbook: dashboard, parameters: { name: 'shop' } },
  {
    name: 'recovery/dr-drill',
    runbook: drDrill,
    parameters: { drill: 'quarterly' },
    settings: DRILLS,
    lasting: true,
    ports: () => ({
      terraform: createTerraformPort({ network: { 'db-subnet-group': 'development' }, compute: {} }),
      probe: () => Promise.resolve({ ok: true, observed: 'it answers' }),
    }),
  },
  {
    name: 'recovery/fail-over',
    runbook: failOver,
    parameters: { to: 'europe' },
    settings: FAIL_OVERS,
    lasting: true,
  },
  {
    name: 'recovery/restore-database',
    runbook: restoreDatabase,
    parameters: { database: 'production-db', cutOver: 'yes' },
  },
  {
    name: 'recovery/snapshot-database',
    runbook: snapshotDatabase,
    parameters: { database: 'production-db' },
  },
  {
    name: 'scaling/database',
    runbook: scaleDatabase,
    parameters: { database: 'production-db', instanceClass: 'db.r6g.2xlarge' },
  },
  { name: 'scaling/group', runbook: scaleGroup, parameters: { group: 'staging-batch-asg', desiredCapacity: '3' } },
  { name: 'scaling/service-autoscaling', runbook: serviceAutoscaling, parameters: { ...WEB, min: '4', max: '20' } },
  { name: 'scaling/service', runbook: scaleService, parameters: { ...WEB, desiredCount: '5' } },
];

/** The id of the hosted zone that the sandbox's shop is in: the same in every world. */
function shopZone(): string {
  const { zones } = createSandbox().account(SANDBOX_ACCOUNT).route53;
  return zones.find(({ zone }) => zone.Name === 'shop.example.com.')?.zone.Id?.replace('/hostedzone/', '') ?? '';
}
