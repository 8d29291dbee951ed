import { expect, test } from 'vitest';
import { publicStatements } from './policy.ts';

const OPEN = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };

function isPublic(...statements: readonly object[]): boolean {
  return publicStatements(JSON.stringify({ Version: '2012-10-17', Statement: statements }))?.length !== 0;
}

function isPublicUnder(Condition: object): boolean {
  return isPublic({ ...OPEN, Condition });
}

test.each([
  ['everybody', { ...OPEN }],
  ['every AWS principal', { ...OPEN, Principal: { AWS: '*' } }],
  ['everybody beside a fixed account', { ...OPEN, Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } }],
  ['every service', { ...OPEN, Principal: { Service: '*' } }],
  ['whoever has an account at a public identity provider', { ...OPEN, Principal: { Federated: 'graph.facebook.com' } }],
  ['everybody but one', { Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 's3:*' }],
  ['everybody, for all actions but one', { Effect: 'Allow', Principal: '*', NotAction: 's3:DeleteBucket' }],
])('calls a policy public that lets in %s', (_, statement) => {
  expect(isPublic(statement)).toBe(true);
});

test.each([
  ['another account', { AWS: 'arn:aws:iam::111122223333:root' }],
  ['an account by its number', { AWS: '111122223333' }],
  ['a role', { AWS: ['arn:aws:iam::111122223333:role/reader'] }],
  ['an AWS service', { Service: 'cloudtrail.amazonaws.com' }],
  ['a CloudFront origin access identity', { CanonicalUser: '79a59df900b949e5' }],
  ['users of a SAML provider of the account', { Federated: 'arn:aws:iam::111122223333:saml-provider/corporate' }],
])('does not call a policy public that lets in %s', (_, Principal) => {
  expect(isPublic({ ...OPEN, Principal })).toBe(false);
});

test('one public statement makes a policy public, whatever the others say', () => {
  expect(isPublic({ ...OPEN, Principal: { Service: 'cloudtrail.amazonaws.com' } }, OPEN)).toBe(true);
});

test('a denial neither opens a bucket nor closes what is granted', () => {
  const deny = { ...OPEN, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  expect(isPublic(deny)).toBe(false);
  expect(isPublic(OPEN, deny)).toBe(true);
});

test.each([
  ['aws:SourceVpc', 'vpc-91237329'],
  ['aws:SourceVpce', 'vpce-1a2b3c4d'],
  ['aws:SourceArn', 'arn:aws:sns:us-east-1:111122223333:topic'],
  ['aws:SourceAccount', '111122223333'],
  ['aws:SourceOwner', '111122223333'],
  ['aws:PrincipalOrgID', 'o-a1b2c3d4e5'],
  ['aws:PrincipalAccount', '111122223333'],
  ['aws:PrincipalArn', 'arn:aws:iam::111122223333:role/reader'],
  ['aws:userid', 'AIDACKCEVSQ6C2EXAMPLE'],
  ['s3:DataAccessPointAccount', '111122223333'],
  ['s3:x-amz-server-side-encryption-aws-kms-key-id', 'arn:aws:kms:us-east-1:111122223333:key/1'],
])('%s closes a policy when it is fixed, and leaves it public with a wildcard or a variable', (key, value) => {
  expect(isPublicUnder({ StringEquals: { [key]: value } })).toBe(false);
  expect(isPublicUnder({ StringEquals: { [key.toLowerCase()]: [value] } })).toBe(false);
  expect(isPublicUnder({ StringLike: { [key]: `${value.slice(0, 4)}*` } })).toBe(true);
  expect(isPublicUnder({ StringLike: { [key]: [value, '*'] } })).toBe(true);
  expect(isPublicUnder({ StringEquals: { [key]: '${aws:PrincipalTag/x}' } })).toBe(true);
});

test('every session of a role is a wildcard, as AWS says of aws:userid outside AROLEID:*', () => {
  expect(isPublicUnder({ StringLike: { 'aws:userid': 'AROAEXAMPLEID:*' } })).toBe(true);
});

test('an access point of any name is fixed by its account, and so is an organization by its id', () => {
  const any = 'arn:aws:s3:us-west-2:123456789012:accesspoint/*';
  expect(isPublicUnder({ StringLike: { 's3:DataAccessPointArn': any } })).toBe(false);
  expect(isPublicUnder({ ArnLike: { 's3:DataAccessPointArn': 'arn:aws:s3:us-west-2:*:accesspoint/shared' } })).toBe(
    true,
  );
  expect(isPublicUnder({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } })).toBe(false);
  expect(isPublicUnder({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*' } })).toBe(true);
});

test.each([
  ['203.0.113.0/24', false],
  ['203.0.113.7', false],
  ['10.0.0.0/8', false],
  ['0.0.0.0/0', true],
  ['0.0.0.0/1', true],
  ['128.0.0.0/7', true],
  ['2001:db8::/32', false],
  ['2001:db8::/31', true],
  ['::/0', true],
])('a policy for the addresses %s is public: %s', (range, expected) => {
  expect(isPublicUnder({ IpAddress: { 'aws:SourceIp': range } })).toBe(expected);
  expect(isPublicUnder({ IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', range] } })).toBe(expected);
});

test.each([
  ['which also hold without the key', { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } }],
  ['which hold for an empty set', { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
  ['which hold for all but one', { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }],
  ['which leave out addresses', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }],
  ['on what the caller chooses', { StringEquals: { 'aws:Referer': 'https://example.com/' } }],
  ['on the transport', { Bool: { 'aws:SecureTransport': true } }],
])('conditions %s leave a policy public', (_, condition) => {
  expect(isPublicUnder(condition)).toBe(true);
});

test('of two conditions, one that narrows is enough, since both must hold', () => {
  expect(
    isPublicUnder({ StringLike: { 'aws:SourceVpc': 'vpc-*' }, StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
  ).toBe(false);
});

test('names the statements that are public, and what they allow', () => {
  const document = JSON.stringify({ Statement: { ...OPEN, Sid: 'Website', Action: ['s3:GetObject', 's3:PutObject'] } });
  expect(publicStatements(document)).toEqual([{ sid: 'Website', actions: ['s3:GetObject', 's3:PutObject'] }]);
  const inverse = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', NotAction: 's3:Delete*' }] });
  expect(publicStatements(inverse)).toEqual([{ sid: null, actions: ['all but s3:Delete*'] }]);
});

test('a document that is no policy is not taken for a closed one', () => {
  expect(publicStatements('{')).toBeUndefined();
  expect(publicStatements('{"Statement":[{"Effect":"Maybe"}]}')).toBeUndefined();
});
