/** A worker: `worker.ts URL ID` says `ready`, and ends in good order when it is told so. */
import { setTimeout as sleep } from 'node:timers/promises';
import { KeptFailure, type DurableContext } from '../../../src/engine/durable/durable.ts';
import { startDurable } from '../../../src/engine/durable/start.ts';
import type { Json } from '../../../src/model/json.ts';
import { ask } from '../store/databases.ts';
import type { Script } from './script.ts';

const [url = '', executorId = ''] = process.argv.slice(2);

async function work(context: DurableContext, run: string, input: Json): Promise<Json> {
  const seen: Json[] = [];
  const note = (name: string, phase: string) =>
    ask(url, 'insert into log (run, name, phase, worker) values ($1, $2, $3, $4)', [run, name, phase, executorId]);
  for (const part of input as unknown as Script) {
    if (part.do === 'wait') {
      const signal = await context.waitFor(part.ms);
      seen.push(signal ? [signal.kind, signal.body] : 'nothing came');
      continue;
    }
    if (part.do === 'ask') {
      for (let enough = false; !enough; await sleep(100)) enough = await isThere('enough');
      continue;
    }
    const step = context.once(part.name, async () => {
      await note(part.name, 'began');
      if (part.do === 'fail') throw new RangeError(`${part.name} failed`);
      await sleep(part.ms ?? 0);
      await note(part.name, 'ended');
      return { ended: part.name, nothing: undefined };
    });
    seen.push(
      await step.catch((error: unknown) => {
        if (error instanceof KeptFailure) return [error.kind, error.message];
        throw error;
      }),
    );
  }
  await context.once('result', () =>
    ask(url, 'insert into log (run, name, phase) values ($1, $2, $3)', [run, JSON.stringify(seen), 'result']),
  );
  return seen;
}

async function isThere(table: string): Promise<boolean> {
  const [row] = await ask<{ there: boolean }>(url, 'select to_regclass($1) is not null as there', [table]);
  return row?.there === true;
}

const durable = await startDurable({
  url,
  executorId,
  work,
  takeWork: true,
  onLost: () => process.exit(70),
});
process.stdout.write('ready\n');
process.on('SIGTERM', () => void durable.stop().then(() => process.exit(0)));
