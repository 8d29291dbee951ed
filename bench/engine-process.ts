/** One worker: `engine-process.ts URL` says `ready`, and does runs of so many steps, or of one long wait. */
import { startDurable } from '../src/engine/durable/start.ts';

const [url = ''] = process.argv.slice(2);
const WEEK_MS = 7 * 24 * 3600 * 1000;

await startDurable({
  url,
  executorId: `bench-${process.pid}`,
  takeWork: true,
  async work(context, runId, input) {
    const steps = Number(input);
    for (let step = 0; step < steps; step += 1) {
      await context.once(`step ${step}`, () => Promise.resolve({ runId, step, answer: 'x'.repeat(200) }));
    }
    if (steps === 0) await context.waitFor(WEEK_MS);
    return steps;
  },
});
process.stdout.write('ready\n');
