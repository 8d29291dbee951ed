// npm run new check <service>-<resource>-<good-state> [Operation] · npm run new checklist <daily|weekly|…>/<name>
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newCheck } from './new/check.ts';
import { newChecklist } from './new/checklist.ts';
import { type Addition, Refusal } from './new/addition.ts';
import { register } from './new/register.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `npm run new check <service>-<resource>-<good-state> [Operation]
npm run new checklist <daily|weekly|monthly|incident|deployment>/<name>`;

try {
  const [kind, id, ...rest] = process.argv.slice(2);
  if (id === undefined) throw new Refusal(`Usage:\n${usage}`);
  if (kind === 'check') write(await newCheck(id, { root, operation: rest[0] }));
  else if (kind === 'checklist') write(newChecklist(id));
  else throw new Refusal(`Usage:\n${usage}`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function write({ files, registry, definition, nextSteps }: Addition): void {
  const paths = Object.keys(files);
  const there = paths.find((path) => existsSync(join(root, path)));
  if (there !== undefined) throw new Refusal(`${there} is there already.`);
  const registered = register(readFileSync(join(root, registry), 'utf8'), definition);
  for (const [path, text] of Object.entries({ ...files, [registry]: registered })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  execFileSync(join(root, 'node_modules/.bin/oxfmt'), [...paths, registry], { cwd: root, stdio: 'pipe' });
  console.log([...paths, `${registry} (one line)`].map((path) => `wrote ${path}`).join('\n'));
  console.log(['', 'Next:', ...nextSteps.map((step, index) => `  ${index + 1}. ${step}`)].join('\n'));
}
