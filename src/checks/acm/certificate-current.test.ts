import { expect, test } from 'vitest';
import type { CertificateSummary } from '../../aws/acm.ts';
import { answering, awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { certificateCurrent } from './certificate-current.ts';

const DAY_MS = 86_400_000;

function certificate(
  DomainName: string,
  expiresInMs: number,
  part: Partial<CertificateSummary> = {},
): CertificateSummary {
  return {
    DomainName,
    CertificateArn: `arn:aws:acm:us-east-1:123456789012:certificate/${DomainName}`,
    Status: 'ISSUED',
    Type: 'AMAZON_ISSUED',
    RenewalEligibility: 'ELIGIBLE',
    InUse: true,
    NotAfter: new Date(NOW.getTime() + expiresInMs),
    ...part,
  };
}

async function judged(...CertificateSummaryList: CertificateSummary[]): Promise<string[]> {
  return lines(await judge(certificateCurrent, { 'acm:ListCertificates': { CertificateSummaryList } }));
}

test('thirty days are too few, seven are critical: by the instant', async () => {
  const found = await judged(
    certificate('31.example', 30 * DAY_MS + 1000),
    certificate('30.example', 30 * DAY_MS),
    certificate('8.example', 7 * DAY_MS + 1000),
    certificate('7.example', 7 * DAY_MS),
    certificate('gone.example', -1000),
  );
  expect(found.map((line) => line.split(':').slice(0, 2).join(':'))).toEqual([
    '7.example: fail critical',
    'gone.example: fail critical',
    '30.example: fail high',
    '8.example: fail high',
    '31.example: pass',
  ]);
  expect(found[1]).toContain('gone.example is in use and has expired (2026-11-23T07:59:59.000Z)');
});

test('says who has to renew it', async () => {
  const imported = { Type: 'IMPORTED', RenewalEligibility: 'INELIGIBLE' } as const;
  expect(await judged(certificate('a.example', 12 * DAY_MS, imported), certificate('b.example', 12 * DAY_MS))).toEqual([
    'a.example: fail high: a.example is in use and expires in 12 days (2026-12-05T08:00:00.000Z); it was imported, so ACM ' +
      'does not renew it.',
    'b.example: fail high: b.example is in use and expires in 12 days (2026-12-05T08:00:00.000Z); ACM has not renewed it.',
  ]);
});

test('what nothing uses may expire', async () => {
  expect(await judged(certificate('old.example', -DAY_MS, { InUse: false }))).toEqual([
    'old.example: pass: old.example is not in use (2026-11-22T08:00:00.000Z).',
  ]);
});

test('revoked and in use is critical; what AWS does not tell is unknown', async () => {
  const { NotAfter: _never, ...undated } = certificate('undated.example', 0);
  const { InUse: _unsaid, ...unsaid } = certificate('unsaid.example', DAY_MS);
  expect(await judged(certificate('r.example', 90 * DAY_MS, { Status: 'REVOKED' }), undated, unsaid)).toEqual([
    'r.example: fail critical: r.example is in use and has been revoked.',
    'undated.example: unknown: undated.example is in use (ISSUED), and AWS gives no expiry date.',
    'unsaid.example: unknown: AWS does not say whether the certificate of unsaid.example is in use.',
  ]);
});

test('two certificates of one domain are two findings', async () => {
  const twins = [1, 2].map((n) =>
    certificate('twin.example', 90 * DAY_MS, { CertificateArn: `arn:aws:acm:::certificate/${n}` }),
  );
  const findings = await judge(certificateCurrent, { 'acm:ListCertificates': { CertificateSummaryList: twins } });
  expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
});

test('asks for every type of key, of which AWS leaves most out otherwise, and for no certificate by itself', async () => {
  const transport = answering({
    'acm:ListCertificates': ({ NextToken }: { NextToken?: string }) =>
      NextToken
        ? { CertificateSummaryList: [certificate('b.example', 90 * DAY_MS)] }
        : { CertificateSummaryList: [certificate('a.example', 90 * DAY_MS)], NextToken: 'more' },
  });
  expect(await judge(certificateCurrent, transport)).toHaveLength(2);
  expect(transport.asked.map(({ operation }) => operation)).toEqual(['ListCertificates', 'ListCertificates']);
  expect(transport.asked[0]?.input).toMatchObject({
    Includes: { keyTypes: expect.arrayContaining(['RSA_4096', 'EC_prime256v1', 'EC_secp521r1']) },
  });
});

test('a denied list is unknown', async () => {
  const denied = awsError('AccessDeniedException', 'no', 400);
  expect(lines(await judge(certificateCurrent, { 'acm:ListCertificates': () => denied }))).toEqual([
    'acm: unknown: AccessDeniedException: acm:ListCertificates is not allowed.',
  ]);
});
