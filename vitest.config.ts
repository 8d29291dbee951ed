import { defineConfig } from 'vitest/config';

// Nothing of the machine's account, database or terminal reaches a test. The time zone is left as it is set, so that
// one run in another zone (`TZ=Pacific/Auckland npm run test:unit`) shows what depends on it.
for (const name of Object.keys(process.env)) {
  if (/^(AWS|OPSBOOK|PG|DBOS)[_A-Z]|^(DATABASE_URL|FORCE_COLOR)$/.test(name)) delete process.env[name];
}

const env = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  NO_COLOR: '1',
};

export default defineConfig({
  test: {
    env,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/unit/**/*.test.ts', 'test/engine/**/*.test.ts'],
          pool: 'threads',
          // Units take time, chance and AWS by argument, so files can share a worker and load the SDK once.
          isolate: false,
          // Properties are tried on a shared machine: slow is not wrong.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'sweep',
          include: ['test/sweep/**/*.test.ts'],
          pool: 'forks',
          // Thousands of executions in virtual time.
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'crash',
          include: ['test/crash/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 1_200_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'moto',
          include: ['test/moto/**/*.test.ts'],
          pool: 'forks',
          // Every file starts a moto of its own, which keeps one core busy.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
