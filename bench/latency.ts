import { spawn } from 'node:child_process';
import { measure, median, show } from './measure.ts';
import { OPSBOOK } from './start-up.ts';

const RUNS = 11;
const PORT = 46_461;
const URL = `http://127.0.0.1:${PORT}`;
const SLOW_MS = 1000;
const LATENCY_MS = 50;

/**
 * With 50 ms added to every call, the wall time should be that of the longest chain of calls that wait for each other.
 * How long that chain is shows when each call takes so long that nothing else counts. Measured over HTTP against the
 * sandbox in a process of its own: moto answers one call after the other, which would be measured instead. Two walls are
 * told: that of the execution, from startedAt to finishedAt of the result, and that of the whole process, with Node's
 * start and the question who we are in it.
 */
export async function benchLatency(): Promise<boolean> {
  const server = spawn('node', [OPSBOOK, 'sandbox', 'up', '--port', String(PORT), '--start', '2026-11-23T08:00:00Z'], {
    stdio: 'ignore',
  });
  try {
    await answering();
    return await measureLatency();
  } finally {
    server.kill();
  }
}

async function measureLatency(): Promise<boolean> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: URL,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
  };
  const check = [OPSBOOK, 'run', 'daily/health-check', '--quiet', '--output', 'json'];
  await latency(SLOW_MS);
  const chain = Math.floor(((await measure('node', check, { env })).seconds * 1000) / SLOW_MS);
  await latency(LATENCY_MS);
  const processes: number[] = [];
  const executions: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const measured = await measure('node', check, { env });
    // The first warms the disk cache.
    if (run === 0) continue;
    processes.push(measured.seconds * 1000);
    executions.push(executionMs(measured.stdout));
  }
  // The first call of the chain asks who we are, before the execution begins.
  const ideal = (chain - 1) * LATENCY_MS;
  const ratio = median(executions) / ideal;
  const whole = median(processes) / (chain * LATENCY_MS);
  console.log(
    `     ${LATENCY_MS} ms a call: ${chain} calls wait for each other; execution ${median(executions).toFixed(0)} ms of at ` +
      `least ${ideal} ms; whole process ${median(processes).toFixed(0)} ms (${whole.toFixed(2)}×)`,
  );
  return show(
    'health-check, wall time against its longest chain of calls',
    `${ratio.toFixed(2)}×`,
    'at most 1.5×',
    ratio <= 1.5,
  );
}

async function latency(ms: number): Promise<void> {
  await fetch(`${URL}/_sandbox/fault`, { method: 'DELETE' });
  const fault = { kind: 'latency', ms };
  const answer = await fetch(`${URL}/_sandbox/fault`, { method: 'POST', body: JSON.stringify(fault) });
  if (!answer.ok) throw new Error(`the sandbox refused the latency: ${await answer.text()}`);
}

async function answering(): Promise<void> {
  for (let tried = 0; tried < 100; tried += 1) {
    const up = await fetch(`${URL}/_sandbox/status`).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the sandbox did not come up within 10 s');
}

function executionMs(json: string): number {
  const { startedAt, finishedAt } = JSON.parse(json) as { startedAt: string; finishedAt: string };
  return Date.parse(finishedAt) - Date.parse(startedAt);
}
