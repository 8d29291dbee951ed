/**
 * `npm run bench [-- PART …]`: each figure as a ratio against something else measured in the same run. Parts that need
 * what this machine lacks are skipped by name.
 */
import { benchStartUp } from './start-up.ts';
import { benchEngine } from './engine.ts';
import { benchFleet } from './fleet.ts';
import { benchLatency } from './latency.ts';
import { benchMoto } from './moto.ts';
import { benchRespond } from './respond.ts';

const PARTS: Readonly<Record<string, () => Promise<boolean>>> = {
  'start-up': benchStartUp,
  latency: benchLatency,
  fleet: benchFleet,
  engine: benchEngine,
  respond: benchRespond,
  moto: benchMoto,
};

const chosen = process.argv.slice(2);
const names = chosen.length > 0 ? chosen : Object.keys(PARTS);
let holds = true;
for (const name of names) {
  const part = PARTS[name];
  if (!part) {
    console.error(`no such part: ${name} (there are: ${Object.keys(PARTS).join(', ')})`);
    process.exit(2);
  }
  console.log(`== ${name}`);
  holds = (await part()) && holds;
}
process.exit(holds ? 0 : 1);
