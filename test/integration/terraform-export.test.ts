import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exportTerraform } from '../../src/report/terraform/export.ts';
import { lookAtDefinitions } from '../../src/runbooks/monitoring/definitions.ts';
import { createStage } from '../runbook.ts';

const TERRAFORM = 'terraform';
const installed = isInstalled();
if (!installed) console.warn('SKIPPED: test/integration/terraform-export.test.ts needs terraform on the PATH.');

const folder = mkdtempSync(join(tmpdir(), 'opsbook-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!installed)('what is exported to the installed terraform (skipped where there is none)', () => {
  test('E16.1: everything of the account is in its language, laid out as it lays it out', async () => {
    const text = exportTerraform(await lookAtDefinitions(createStage().reading(), { environments: [] }));
    expect(text.match(/^resource /gm)?.length).toBeGreaterThan(30);
    expect(() => run(['fmt', '-check', '-diff', '-'], text)).not.toThrow();
    expect(run(['fmt', '-'], text)).toBe(text);
  });

  test("a dashboard's body is, once evaluated, what it was", () => {
    const widgets = [
      {
        type: 'text',
        width: 24,
        properties: { markdown: 'Costs ${fixed}, 5 %{of it}, $${both}\n"quoted" \\ \b\f\t ü' },
      },
      {
        type: 'metric',
        properties: { metrics: [['AWS/RDS', 'CPU', { 'stat-2': 'p95', '2': null, on: true }]], view: {} },
      },
    ];
    const text = exportTerraform({ alarms: [], topic: '', dashboards: [{ name: 'shop', widgets }], autoscaling: [] });
    const expression = /dashboard_body = ([\s\S]*)\n\}\n$/.exec(text)?.[1] ?? '';
    writeFileSync(join(folder, 'main.tf'), `output "body" {\n  value = ${expression}\n}\n`);
    run([`-chdir=${folder}`, 'init', '-input=false']);
    run([`-chdir=${folder}`, 'validate']);
    run([`-chdir=${folder}`, 'apply', '-auto-approve', '-input=false']);
    expect(JSON.parse(run([`-chdir=${folder}`, 'output', '-raw', 'body']))).toEqual({ widgets });
  });
});

function run(words: readonly string[], input = ''): string {
  return execFileSync(TERRAFORM, words, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] });
}

function isInstalled(): boolean {
  try {
    execFileSync(TERRAFORM, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
