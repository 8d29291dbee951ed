// Writes RUNBOOK.md from the definitions (npm run docs), or says that it is stale (npm run docs:check).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeCatalog } from '../src/main/describe.ts';
import { renderRunbook } from './runbook/render.ts';

const file = fileURLToPath(new URL('../RUNBOOK.md', import.meta.url));
const catalog = describeCatalog();
const text = renderRunbook({
  checklists: catalog.filter((entry) => entry.kind === 'checklist'),
  runbooks: catalog.filter((entry) => entry.kind === 'runbook'),
  checks: catalog.filter((entry) => entry.kind === 'check'),
});
const current = existsSync(file) ? readFileSync(file, 'utf8') : '';

if (!process.argv.includes('--check')) {
  if (current !== text) writeFileSync(file, text);
  console.log(current === text ? 'RUNBOOK.md is as the definitions are.' : 'RUNBOOK.md is written.');
} else if (current !== text) {
  console.error('RUNBOOK.md is stale: the definitions have changed. Run npm run docs.');
  process.exitCode = 1;
}
