import type { DescribeCertificateCommandOutput, ListCertificatesCommandOutput } from '@aws-sdk/client-acm';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../create.ts';
import { inProcessTransport } from '../in-process.ts';
import { certificateArn } from '../world/newcomer/cast.ts';
import type { World } from '../world/world.ts';

const PLACE = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function ask<O>(operation: string, input: object): Promise<O> {
  const transport = inProcessTransport(world, SANDBOX_ACCOUNT);
  return transport.send({ service: 'acm', operation, input, region: SANDBOX_REGION }, () => undefined) as Promise<O>;
}

async function domains(input: object): Promise<(string | undefined)[]> {
  const { CertificateSummaryList = [] } = await ask<ListCertificatesCommandOutput>('ListCertificates', input);
  return CertificateSummaryList.map(({ DomainName }) => DomainName);
}

test('leaves out other keys than RSA of 1024 and 2048 bits, unless they are asked for', async () => {
  expect(await domains({})).not.toContain('api.example.com');
  expect(await domains({ Includes: { keyTypes: ['EC_prime256v1'] } })).toEqual(['api.example.com']);
});

test('pages, and refuses sizes, tokens and orders that AWS refuses', async () => {
  const first = await ask<ListCertificatesCommandOutput>('ListCertificates', { MaxItems: 3 });
  expect(first.CertificateSummaryList).toHaveLength(3);
  expect(await domains({ MaxItems: 3, NextToken: first.NextToken })).toHaveLength(1);
  for (const input of [{ MaxItems: 1001 }, { NextToken: 'x' }, { SortBy: 'CREATED_AT' }]) {
    await expect(ask('ListCertificates', input)).rejects.toMatchObject({ code: 'ValidationException' });
  }
});

test('says of each certificate whether it is in use and until when it is valid', async () => {
  const { CertificateSummaryList = [] } = await ask<ListCertificatesCommandOutput>('ListCertificates', {});
  const partners = CertificateSummaryList.find(({ DomainName }) => DomainName === 'partners.example.com');
  expect(partners).toMatchObject({ InUse: true, Type: 'IMPORTED', Status: 'ISSUED', RenewalEligibility: 'INELIGIBLE' });
});

test('a certificate expires when the clock gets there', async () => {
  const arn = certificateArn(PLACE, 'partners.example.com');
  const status = async () => {
    const answer = await ask<DescribeCertificateCommandOutput>('DescribeCertificate', { CertificateArn: arn });
    return answer.Certificate?.Status;
  };
  expect(await status()).toBe('ISSUED');
  world.clock.advance(12 * 86_400_000);
  expect(await status()).toBe('EXPIRED');
});

test.each([
  ['an ARN that is none', 'ghost', 'ValidationException'],
  ['an ARN that nothing has', certificateArn(PLACE, 'ghost.example.com'), 'ResourceNotFoundException'],
])('%s is answered as AWS does', async (_what, CertificateArn, code) => {
  await expect(ask('DescribeCertificate', { CertificateArn })).rejects.toMatchObject({ code });
});
