import { expect, test } from 'vitest';
import { z } from 'zod';
import { printed } from '../../test/printed.ts';
import { CHECKLISTS, CHECKS } from '../main/catalog.ts';
import { permissionsCommand } from './permissions.ts';

const policy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string().regex(/^[A-Za-z0-9]+$/),
      Effect: z.literal('Allow'),
      Action: z.array(z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9]+$/)).min(1),
      Resource: z.literal('*'),
    }),
  ),
});

test('prints a policy with the actions of a check, by the names that IAM gives them', async () => {
  expect(await permissions('ec2-vpc-available')).toEqual({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Ec2', Effect: 'Allow', Action: ['ec2:DescribeVpcs'], Resource: '*' }],
  });
});

test('a checklist needs what its checks and its sections need, once, sorted by service', async () => {
  const { Statement } = await permissions('daily/health-check', 'ec2-vpc-available');
  const services = Statement.map(({ Sid }) => Sid);
  const actions = Statement.flatMap(({ Action }) => Action);
  expect(services).toEqual([...new Set(services)].toSorted());
  expect(actions).toEqual([...new Set(actions)].toSorted());
  expect(actions).toContain('ec2:DescribeVpcs');
});

test('nothing that any checklist needs can change anything', async () => {
  const { Statement } = await permissions(...[...CHECKLISTS, ...CHECKS].map(({ id }) => id));
  const actions = Statement.flatMap(({ Action }) => Action.map((action) => action.replace(/^.*:/, '')));
  // A credential report is made, and a Logs Insights query started, to be read; CloudTrail and Logs look up and filter.
  expect(
    actions.filter(
      (action) => !/^(Describe|Get|List|Lookup|Filter|GenerateCredentialReport$|StartQuery$)/.test(action),
    ),
  ).toEqual([]);
});

test('fits into one managed policy, for everything there is', async () => {
  const all = await permissions(...CHECKLISTS.map(({ id }) => id));
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (white space is not counted)
  expect(JSON.stringify(all).length).toBeLessThan(6144);
});

test('an unknown id is refused, and no policy is printed', async () => {
  const out = printed();
  await expect(permissionsCommand(['ec2-vpc-available', 'daily/nothing'], out)).rejects.toMatchObject({
    code: 'usage',
  });
  expect(out.text()).toBe('');
});

async function permissions(...ids: string[]): Promise<z.infer<typeof policy>> {
  const out = printed();
  expect(await permissionsCommand(ids, out)).toBe(0);
  return policy.parse(JSON.parse(out.text()));
}
