import { expect, test } from 'vitest';
import { reportedUsers } from './credential-report-rows.ts';

const HEADER =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,' +
  'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const REST =
  '2024-01-01T00:00:00+00:00,true,no_information,2024-01-01T00:00:00+00:00,N/A,false,' +
  'true,2025-02-03T04:05:06+00:00,2026-01-02T03:04:00+00:00,us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A';

function only(line: string) {
  const users = reportedUsers(`${HEADER}\n${line}\n`);
  expect(users).toHaveLength(1);
  return users[0];
}

test('reads password, MFA and the keys that there are', () => {
  expect(only(`alice,arn:aws:iam::1:user/alice,${REST}`)).toEqual({
    name: 'alice',
    arn: 'arn:aws:iam::1:user/alice',
    root: false,
    createdAt: new Date('2024-01-01T00:00:00Z'),
    passwordEnabled: true,
    passwordLastUsedAt: undefined,
    mfaActive: false,
    keys: [
      {
        number: 1,
        active: true,
        rotatedAt: new Date('2025-02-03T04:05:06Z'),
        lastUsedAt: new Date('2026-01-02T03:04:00Z'),
        lastUsedRegion: 'us-east-1',
        lastUsedService: 's3',
      },
    ],
  });
});

test('an inactive key is a key: it has a date', () => {
  const inactive = REST.replace('true,2025', 'false,2025');
  expect(only(`dave,arn:aws:iam::1:user/dave,${inactive}`)?.keys).toMatchObject([{ number: 1, active: false }]);
});

test('root is known by its name, and "not supported" is neither yes nor no', () => {
  const line = `<root_account>,arn:aws:iam::1:root,${REST.replace('true,no_information', 'not_supported,not_supported')}`;
  expect(only(line)).toMatchObject({
    name: '<root_account>',
    root: true,
    passwordEnabled: undefined,
    mfaActive: false,
  });
});

test.each([
  ['bare', `x,y,arn:aws:iam::1:user/a,b/x,y,${REST}`],
  ['quoted', `"x,y","arn:aws:iam::1:user/a,b/x,y",${REST}`],
])('a user whose name holds a comma, %s, keeps its columns', (_, line) => {
  expect(only(line)).toMatchObject({
    name: 'x,y',
    arn: 'arn:aws:iam::1:user/a,b/x,y',
    passwordEnabled: true,
    mfaActive: false,
  });
});

test('columns are found by name, so that new ones do no harm, and capitals are no difference', () => {
  const csv = `${HEADER},additional_credentials_info\r\nbob,arn:aws:iam::1:user/bob,${REST.replace(/\btrue\b/g, 'TRUE')},"two, more"\r\n`;
  expect(reportedUsers(csv)).toMatchObject([{ name: 'bob', passwordEnabled: true, keys: [{ active: true }] }]);
});

test('what is no credential report is not an account without users', () => {
  expect(() => reportedUsers('<html>')).toThrow(/no header/);
  expect(() => reportedUsers(`${HEADER}\nx,y,z,${REST}`)).toThrow(/23 fields for 22 columns/);
});
