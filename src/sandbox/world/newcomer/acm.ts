import type { CertificateDetail } from '@aws-sdk/client-acm';
import { certificateArn, DOMAINS, hexOf, LOAD_BALANCERS, loadBalancerArn, type Place } from './cast.ts';
import { before, DAY_MS, type RegionSeed } from './seed.ts';

/** What one region of an account holds of acm. */
export interface AcmState {
  readonly certificates: CertificateDetail[];
}

export function seedAcm(seed: RegionSeed): AcmState {
  const expires = (days: number) => before(seed.start, -days * DAY_MS);
  const production = [loadBalancerArn(seed, LOAD_BALANCERS.production)];
  switch (seed.furnishing) {
    case 'home':
      return {
        certificates: [
          issuedCertificate(seed, { domain: DOMAINS.shop, expires: expires(214), inUseBy: production }),
          issuedCertificate(seed, {
            domain: DOMAINS.api,
            expires: expires(161),
            inUseBy: production,
            keyAlgorithm: 'EC_prime256v1',
          }),
          importedCertificate(seed, { domain: DOMAINS.partners, expires: expires(12), inUseBy: production }),
          issuedCertificate(seed, {
            domain: DOMAINS.staging,
            expires: expires(97),
            inUseBy: [loadBalancerArn(seed, LOAD_BALANCERS.staging)],
          }),
          issuedCertificate(seed, { domain: DOMAINS.campaign, expires: expires(5), inUseBy: [] }),
        ],
      };
    case 'secondary':
      return {
        certificates: [
          issuedCertificate(seed, {
            domain: DOMAINS.shop,
            expires: expires(214),
            inUseBy: [loadBalancerArn(seed, LOAD_BALANCERS.recovery)],
          }),
        ],
      };
    case 'empty':
      return { certificates: [] };
  }
}

export interface CertificatePlan {
  readonly domain: string;
  readonly expires: Date;
  /** ARNs of load balancers, distributions, …: ACM renews only what is used. */
  readonly inUseBy: readonly string[];
  readonly keyAlgorithm?: 'RSA_2048' | 'RSA_4096' | 'EC_prime256v1';
}

/** Issued by Amazon for 395 days, validated by DNS. */
function issuedCertificate(place: Place, plan: CertificatePlan): CertificateDetail {
  const { domain, expires, inUseBy, keyAlgorithm = 'RSA_2048' } = plan;
  const issuedAt = before(expires, 395 * DAY_MS);
  const zone = domain.replace(/^\*\./, '');
  return {
    CertificateArn: certificateArn(place, domain),
    DomainName: domain,
    SubjectAlternativeNames: [domain],
    DomainValidationOptions: [
      {
        DomainName: domain,
        ValidationDomain: domain,
        ValidationStatus: 'SUCCESS',
        ValidationMethod: 'DNS',
        ResourceRecord: {
          Name: `_${hexOf(place, 32, 'validation', domain)}.${zone}.`,
          Type: 'CNAME',
          Value: `_${hexOf(place, 32, 'validated', domain)}.acm-validations.aws.`,
        },
      },
    ],
    Serial: serialOf(place, domain),
    Subject: `CN=${domain}`,
    Issuer: 'Amazon',
    CreatedAt: issuedAt,
    IssuedAt: issuedAt,
    Status: 'ISSUED',
    NotBefore: issuedAt,
    NotAfter: expires,
    KeyAlgorithm: keyAlgorithm,
    SignatureAlgorithm: keyAlgorithm.startsWith('EC') ? 'SHA256WITHECDSA' : 'SHA256WITHRSA',
    InUseBy: [...inUseBy],
    Type: 'AMAZON_ISSUED',
    KeyUsages: [{ Name: 'DIGITAL_SIGNATURE' }, { Name: 'KEY_ENCIPHERMENT' }],
    ExtendedKeyUsages: [
      { Name: 'TLS_WEB_SERVER_AUTHENTICATION', OID: '1.3.6.1.5.5.7.3.1' },
      { Name: 'TLS_WEB_CLIENT_AUTHENTICATION', OID: '1.3.6.1.5.5.7.3.2' },
    ],
    RenewalEligibility: inUseBy.length > 0 ? 'ELIGIBLE' : 'INELIGIBLE',
    Options: { CertificateTransparencyLoggingPreference: 'ENABLED', Export: 'DISABLED' },
  };
}

/** Brought from elsewhere, so that nobody but its owner renews it. */
function importedCertificate(place: Place, plan: CertificatePlan): CertificateDetail {
  const { DomainValidationOptions: _validation, IssuedAt: issuedAt, ...issued } = issuedCertificate(place, plan);
  return {
    ...issued,
    Issuer: 'Example Trust Services',
    ...(issuedAt && { ImportedAt: issuedAt }),
    Type: 'IMPORTED',
    RenewalEligibility: 'INELIGIBLE',
  };
}

function serialOf(place: Place, domain: string): string {
  return (hexOf(place, 32, 'serial', domain).match(/../g) ?? []).join(':');
}
