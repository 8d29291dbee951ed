import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { conduct } from '../../src/engine/conduct/conduct.ts';
import type { Actor } from '../../src/engine/conduct/workplace.ts';
import type { Desk } from '../../src/engine/desk/desk.ts';
import { requestExecution } from '../../src/engine/desk/request-execution.ts';
import { suppressFinding } from '../../src/engine/desk/suppress-finding.ts';
import { CHECKS } from '../../src/main/catalog.ts';
import { configSchema } from '../../src/main/config/schema.ts';
import { createHindrances } from '../../src/main/hindrances.ts';
import { recordResult } from '../../src/main/memory/record-result.ts';
import { startSandbox } from '../../src/main/sandbox-server.ts';
import { createWorkplace } from '../../src/main/workplace.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Plan } from '../../src/model/plan.ts';
import { scaleService } from '../../src/runbooks/scaling/service.ts';
import { listAudit } from '../../src/store/audit.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { findExecution, listExecutions } from '../../src/store/executions.ts';
import { createStage } from '../runbook.ts';
import { result } from '../fixtures/result.ts';
import { type Databases, startDatabases } from './store/databases.ts';

const ANNA: Actor = { id: 'anna', name: 'Anna', roles: ['operator'], via: 'cli' };
const WEB = { cluster: 'production-cluster', service: 'web-service' };
const FRIDAY_NIGHT = new Date('2026-11-27T03:00:00Z');
const MONDAY_NIGHT = new Date('2026-11-23T03:00:00Z');
const MONDAY_NOON = new Date('2026-11-23T12:00:00Z');

const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

const changeWindows = {
  timezone: 'UTC',
  windows: [{ start: '02:00', end: '05:00' }],
  blackouts: [{ reason: 'Black Friday', start: '2026-11-27T00:00:00Z', end: '2026-11-30T00:00:00Z' }],
};
const production = { production: true, cluster: WEB.cluster, services: [WEB.service] };

let databases: Databases;
let db: Database;
let plan: Plan;

beforeAll(async () => {
  databases = await startDatabases();
  plan = await createStage().plan(scaleService, { ...WEB, desiredCount: '5' });
});
afterAll(() => databases.stop());

beforeEach(async () => {
  db = await openDatabase(await databases.fresh());
});
afterEach(() => db.destroy());

describe('EN15: a runbook that changes production', () => {
  test('is carried out in a window', async () => {
    expect(await request(deskAt(MONDAY_NIGHT))).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('is refused outside of every window, with when the next one opens, and the attempt is on record', async () => {
    await expect(request(deskAt(MONDAY_NOON))).rejects.toThrow(
      'nothing was changed: no change window is open; the next one is from 2026-11-24T02:00Z to 2026-11-24T05:00Z. ' +
        '--override "reason" does it all the same, on record',
    );
    expect(await listExecutions(db, { limit: 9 })).toEqual([]);
    const [entry] = await listAudit(db, { subject: 'runbook/scaling/service', limit: 9 });
    expect(entry).toMatchObject({ actor: 'anna', action: 'execution.refused' });
  });

  test('is refused in a blackout, though a window is open', async () => {
    await expect(request(deskAt(FRIDAY_NIGHT))).rejects.toThrow(
      'changes are blacked out until 2026-11-30T00:00Z (Black Friday)',
    );
  });

  test('is carried out all the same where somebody says why, which is recorded with what stood against it', async () => {
    const id = await request(deskAt(FRIDAY_NIGHT), { override: 'checkout is down' });
    expect(await findExecution(db, id)).toMatchObject({ override: 'checkout is down' });
    const audit = await listAudit(db, { subject: `execution/${id}`, limit: 9 });
    expect(audit.find(({ action }) => action === 'execution.override')).toMatchObject({
      actor: 'anna',
      details: {
        reason: 'checkout is down',
        despite: ['changes are blacked out until 2026-11-30T00:00Z (Black Friday)'],
      },
    });
  });

  test('counts as one where it belongs to no environment of the configuration', async () => {
    await expect(request(deskAt(MONDAY_NOON), { environment: null })).rejects.toThrow('counts as production');
  });

  test('of staging, or with nothing to change, is nobody’s concern', async () => {
    expect(await request(deskAt(FRIDAY_NIGHT), { environment: 'staging' })).toBeTruthy();
    expect(await request(deskAt(FRIDAY_NIGHT), { plan: { ...plan, steps: [] } })).toBeTruthy();
  });
});

describe('EN15: what was asked for in time, and agreed to when the calendar had closed', () => {
  // A blackout for ever, since a workplace lives in the time of this machine.
  const closed = parse({
    changeWindows: {
      timezone: 'UTC',
      blackouts: [{ reason: 'freeze', start: '2020-01-01T00:00:00Z', end: '2999-01-01T00:00:00Z' }],
    },
  });

  test.each([
    [undefined, 'nothing was changed: changes are blacked out until 2999-01-01T00:00Z (freeze)'],
    ['checkout is down', 'nothing was changed: production-cluster/web-service is held'],
  ])('begins only with an override: %s', async (override, outcome) => {
    const sandbox = await startSandbox({ port: 0 });
    const access = { endpointUrl: sandbox.url };
    const id = await request(deskAt(MONDAY_NIGHT, parse({})), { override, access });
    await db
      .insertInto('locks')
      .values({ resource: lockOf(plan), executionId: 'another', holder: 'ben', acquiredAt: MONDAY_NIGHT })
      .execute();
    try {
      const workplace = createWorkplace({
        db,
        config: closed,
        environment: CREDENTIALS,
        progress: () => undefined,
      });
      const context = {
        runId: id,
        once: <T>(_name: string, body: () => Promise<T>) => body(),
        waitFor: () => Promise.resolve(undefined),
        now: () => Promise.resolve(new Date()),
      };
      await conduct(context, workplace, { executionId: id, way: 'do' });
      const execution = await findExecution(db, id);
      expect(execution?.status).toBe('cancelled');
      expect(execution?.outcome?.replace(/\d+\/us-east-1\/ecs\//, '')).toContain(outcome);
    } finally {
      await sandbox.close();
    }
  });
});

describe('a preflight that the configuration asks for', () => {
  const config = parse({ environments: { production: { ...production, preflight: ['scaling/service'] } } });

  test('refuses the execution with the list of what fails, unless that rests', async () => {
    const sandbox = await startSandbox({ port: 0 });
    try {
      const desk = deskAt(MONDAY_NIGHT, config);
      const access = { endpointUrl: sandbox.url };
      const refusal = await request(desk, { access }).then(String, (error: Error) => error.message);
      expect(refusal).toMatch(/^nothing was changed: preflight [a-z0-9-]+: .*; preflight /);
      expect(await request(desk, { access, override: 'the backup is older, and that is fine' })).toBeTruthy();
      const ids = await failing(sandbox.url);
      for (const id of ids) {
        await suppressFinding({ db, now: () => MONDAY_NIGHT }, ANNA, { id, reason: 'known', until: MONDAY_NOON });
      }
      expect(await request(desk, { access })).toBeTruthy();
    } finally {
      await sandbox.close();
    }
  });

  test('concerns deployments and not rollbacks, which mend what it complains of, where it is simply on', async () => {
    const { isGated } = await import('../../src/main/preflight-gate.ts');
    const on = parse({ environments: { production: { ...production, preflight: true } } });
    const gated = ['deployment/blue-green', 'deployment/rollback-service', 'scaling/service'].filter((runbook) =>
      isGated(on, { plan: { ...plan, runbook }, environment: 'production', access: {} }),
    );
    expect(gated).toEqual(['deployment/blue-green']);
  });

  /** The preflight's failing findings, put into the memory so that they can be suppressed. */
  async function failing(endpointUrl: string): Promise<string[]> {
    const { run } = await import('../../src/main/run.ts');
    const { findings } = await run({
      id: 'deployment/preflight',
      config,
      parameters: { environment: 'production' },
      regions: ['us-east-1'],
      names: [],
      environment: CREDENTIALS,
      sandbox: false,
      endpointUrl,
      progress: () => undefined,
    });
    const bad: Finding[] = findings.filter(({ status }) => status === 'fail');
    await recordResult(db, {
      result: result({ findings: bad }),
      startedAt: MONDAY_NIGHT,
      finishedAt: MONDAY_NIGHT,
      of: { actor: 'anna' },
    });
    return bad.map(({ id }) => id);
  }
});

function parse(given: object) {
  return configSchema(CHECKS).parse(given);
}

function deskAt(
  at: Date,
  config = parse({ changeWindows, environments: { production, staging: { cluster: 'staging-cluster' } } }),
): Desk {
  const now = () => at;
  return {
    db,
    now,
    durable: {
      start: () => Promise.resolve(),
      signal: () => Promise.resolve(),
      state: () => Promise.resolve('absent'),
    },
    hindrances: createHindrances({ config, environment: CREDENTIALS, db, now }),
  };
}

function request(desk: Desk, more: Partial<Parameters<typeof requestExecution>[2]> = {}): Promise<string> {
  return requestExecution(desk, ANNA, { plan, environment: 'production', access: {}, reason: null, ...more });
}

function lockOf({ target: { account, region }, locks }: Plan): string {
  return `${account}/${region}/${locks[0] ?? ''}`;
}
