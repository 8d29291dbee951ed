// Adds to package-lock.json the binaries for other platforms that npm left out.
// npm writes no entry for an optional package that the registry at hand does not hold; `npm ci` then refuses that lock
// ("Missing: … from lock file"), and on those platforms would install no binary. Run it after `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
const added = [];

// The shallow first: they have the first claim on the top folder.
for (const [parent, entry] of Object.entries(lock.packages).toSorted(([a], [b]) => depthOf(a) - depthOf(b))) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = placeOf(parent, name, version);
    if (place === null) continue;
    lock.packages[place] = entryOf(version, entry, platformOf(name));
    added.push(`${name}@${version}`);
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
if (added.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added.length} added`);

function depthOf(place) {
  return place.split('node_modules/').length;
}

/** In npm's order of keys, so that its next write of the lock changes nothing here. */
function entryOf(version, parent, { os, cpu, libc }) {
  return {
    version,
    cpu,
    ...(parent.dev ? { dev: true } : {}),
    ...(libc ? { libc } : {}),
    optional: true,
    ...(os ? { os } : {}),
  };
}

/** Where npm would put it: as high as nothing stands in the way. Null where it is already, or is no binary of one exact version. */
function placeOf(parent, name, version) {
  if (platformOf(name) === null || !/^\d+\.\d+\.\d+/.test(version)) return null;
  let place = null;
  for (const folder of foldersUpFrom(parent)) {
    const here = lock.packages[`${folder}node_modules/${name}`];
    if (here) return here.version === version ? null : place;
    place = `${folder}node_modules/${name}`;
  }
  return place;
}

/** The folders in which Node looks for what `node_modules/a/node_modules/b` imports, nearest first. */
function foldersUpFrom(parent) {
  const names = `/${parent}`.split('/node_modules/').slice(1);
  return names
    .map((_, depth) => `node_modules/${names.slice(0, names.length - depth).join('/node_modules/')}/`)
    .concat('');
}

/** `@scope/binding-linux-arm64-musl` says what it runs on. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.find((word) =>
    /^(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)$/.test(word),
  );
  const cpu = words.find((word) => /^(arm|arm64|ia32|loong64|mips64el|ppc64|riscv64|s390x|wasm32|x64)$/.test(word));
  if (!cpu) return null;
  const libc = os === 'linux' ? words.find((word) => /^(gnu|musl)/.test(word)) : undefined;
  return {
    cpu: [cpu],
    libc: libc ? [libc.startsWith('musl') ? 'musl' : 'glibc'] : undefined,
    os: os ? [os] : undefined,
  };
}
