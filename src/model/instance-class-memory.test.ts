import { expect, test } from 'vitest';
import { instanceClassMemoryBytes } from './instance-class-memory.ts';

test.each([
  ['db.t3.micro', 1],
  ['db.t4g.medium', 4],
  ['db.t2.large', 8],
  ['db.m4.10xlarge', 160],
  ['db.m5.24xlarge', 384],
  ['db.m6gd.2xlarge', 32],
  ['db.m3.medium', 3.75],
  ['db.r4.large', 15.25],
  ['db.r6g.16xlarge', 512],
  ['db.r6i.32xlarge', 1024],
  ['db.r7g.xlarge', 32],
  ['db.x1.32xlarge', 1952],
  ['db.x1e.xlarge', 122],
  ['db.x2g.large', 32],
  ['db.x2iedn.xlarge', 128],
  ['db.x2idn.16xlarge', 1024],
  ['db.x2iezn.2xlarge', 256],
  ['db.z1d.12xlarge', 384],
  ['db.c6gd.medium', 2],
  ['db.r5.4xlarge.tpc2.mem2x', 256],
])('%s has %d GiB', (instanceClass, gib) => {
  expect(instanceClassMemoryBytes(instanceClass)).toBe(gib * 2 ** 30);
});

test.each(['db.serverless', 'db.q9.large', 'db.m5.gigantic', '', undefined])('%s is not known', (instanceClass) => {
  expect(instanceClassMemoryBytes(instanceClass)).toBeUndefined();
});
