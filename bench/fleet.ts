import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { measure, show } from './measure.ts';

/**
 * The health check on a fleet of simulated accounts, each region furnished like production: memory must not grow with
 * the fleet, calls must grow with it in a line.
 */
export async function benchFleet(): Promise<boolean> {
  const small = await runFleet(5, 15);
  const large = await runFleet(30, 15);
  const perTarget = (fleet: Fleet) => fleet.calls / fleet.targets;
  const growth = perTarget(large) / perTarget(small);
  for (const fleet of [small, large]) {
    console.log(
      `     ${fleet.targets} targets: ${fleet.calls} calls (${perTarget(fleet).toFixed(1)} each), ${fleet.findings} findings, ` +
        `${fleet.seconds.toFixed(1)} s, peak ${fleet.peakMb} MB`,
    );
  }
  return [
    show('30 accounts × 15 regions, peak memory', `${large.peakMb} MB`, 'at most 300 MB', large.peakMb <= 300),
    show('calls a target, 450 targets against 75', `${growth.toFixed(3)}×`, '1 ± 0.02', Math.abs(growth - 1) <= 0.02),
  ].every(Boolean);
}

interface Fleet {
  readonly targets: number;
  readonly calls: number;
  readonly findings: number;
  readonly seconds: number;
  readonly peakMb: number;
}

async function runFleet(accounts: number, regions: number): Promise<Fleet> {
  const done = await measure('node', [await bundled(), String(accounts), String(regions)]);
  if (done.exitCode !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout) as Fleet;
}

/** As the command line is shipped: a TypeScript loader in the process would be measured with it. */
async function bundled(): Promise<string> {
  const file = join(tmpdir(), `opsbook-fleet-${process.pid}.mjs`);
  const bundle = await rolldown({
    input: resolve(import.meta.dirname, 'fleet-process.ts'),
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
    logLevel: 'silent',
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  return file;
}
