import { execFile, execFileSync } from 'node:child_process';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { loadServices, WIRE_SERVICES } from '../../src/sandbox/wire/clients.ts';
import { createEndpoint } from '../../src/sandbox/wire/endpoint.ts';
import { type Answer, createHttpServer } from '../../src/sandbox/wire/http-server.ts';
import { createRandom } from '../../src/sandbox/world/random.ts';
import { generate } from './wire/generate.ts';
import { listen } from './wire/listen.ts';

const SCRIPT = fileURLToPath(new URL('boto3_crosscheck.py', import.meta.url));
const report = z.object({ passed: z.number(), missing: z.array(z.string()), failed: z.array(z.string()) });

/** What does not survive the way, by how its line begins, and why. Anything else that does not is a fault of the wire. */
const EXCEPTIONS = [
  // boto3 stumbles over what is made up here before it sends anything, or over text where the SDK has text and it a number.
  'dynamodb:BatchWriteItem JMESPathTypeError',
  's3:GetObjectAttributes ValueError: invalid literal for int()',
  's3:ListParts ValueError: invalid literal for int()',
  // boto3 keeps it to itself, to sign a URL for that region.
  'rds:CopyDBClusterSnapshot in.SourceRegion',
  'rds:CopyDBSnapshot in.SourceRegion',
  'rds:CreateDBCluster in.SourceRegion',
  'rds:CreateDBInstanceReadReplica in.SourceRegion',
  'rds:StartDBInstanceAutomatedBackupsReplication in.SourceRegion',
  // boto3 encodes it on the way out.
  'autoscaling:CreateLaunchConfiguration in.UserData',
  'ec2:RunInstances in.UserData',
  // The operation of old and the one that took its place are the same request.
  's3:GetBucketLifecycle was taken for GetBucketLifecycleConfiguration',
  's3:GetBucketNotification was taken for GetBucketNotificationConfiguration',
  's3:PutBucketLifecycle was taken for PutBucketLifecycleConfiguration',
  's3:PutBucketNotification was taken for PutBucketNotificationConfiguration',
  // It is asked at a host of its own.
  's3:ListDirectoryBuckets was taken for ListBuckets',
  's3:WriteGetObjectResponse answered',
  // A made-up length; the wire tells the true one.
  's3:GetObject out.ContentLength: 4',
];

const python = hasBoto3();
if (!python) console.warn('SKIPPED: python3 with boto3 is not here, so nothing was cross-checked with it.');

let server: Server;
let url: string;

beforeAll(async () => {
  server = await echoServer();
  url = await listen(server);
});

afterAll(() => server?.close());

describe.skipIf(!python)('what boto3 sends is what arrives, what is answered is what boto3 reads', () => {
  test('every operation that boto3 and the JavaScript SDK both know', async () => {
    const { stdout } = await promisify(execFile)('python3', [SCRIPT, url, ...WIRE_SERVICES], { maxBuffer: 1e8 });
    const { passed, missing, failed } = report.parse(JSON.parse(stdout));
    expect(failed.filter((line) => !EXCEPTIONS.some((known) => line.startsWith(known)))).toEqual([]);
    expect(passed).toBeGreaterThan(2000);
    // Each is an operation younger than the SDK here.
    expect(missing.length).toBeLessThan(100);
  });
});

/** Answers every operation with a made-up output, and tells what it read and wrote. */
async function echoServer(): Promise<Server> {
  const services = await loadServices();
  const random = createRandom('boto3');
  let last: object = {};
  const endpoint = createEndpoint({
    services,
    async backend({ service, operation }, input) {
      const schema = services.find(({ name }) => name === service)?.operations.get(operation)?.output;
      const output = { ...(schema && (generate(schema, 6, random) as object | undefined)) };
      last = { operation, input, output };
      return output;
    },
    onBug(error) {
      throw error;
    },
  });
  const onBug = (error: unknown) => console.error(error);
  const answer: Answer = async (request, body) => {
    if (request.path === '/_last') return { status: 200, headers: {}, body: JSON.stringify(last, plain) };
    last = {};
    const { response, errorCode } = await endpoint(request, body);
    if (errorCode !== undefined) last = { refused: errorCode };
    return response;
  };
  return createHttpServer({ answer, onBug });
}

function plain(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  // A Buffer has turned itself into something else by the time it is a value.
  const held = this[key];
  if (held instanceof Uint8Array) return { $bytes: Buffer.from(held).toString('base64') };
  return typeof value === 'bigint' ? String(value) : value;
}

function hasBoto3(): boolean {
  try {
    execFileSync('python3', ['-c', 'import boto3'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
