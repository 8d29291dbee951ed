import type {
  CertificateSummary,
  KeyAlgorithm,
  ListCertificatesCommandInput,
  ListCertificatesCommandOutput,
} from '@aws-sdk/client-acm';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list } from './read.ts';

export type { CertificateSummary } from '@aws-sdk/client-acm';

/**
 * Asked without them, AWS leaves out every certificate whose key is not RSA of 1024 or 2048 bits.
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_Filters.html
 */
const KEY_TYPES: KeyAlgorithm[] = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
];

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html */
export const listCertificates = list<ListCertificatesCommandInput, ListCertificatesCommandOutput, CertificateSummary>(
  'acm',
  'ListCertificates',
  {
    items: (page) => page.CertificateSummaryList,
    next: ['NextToken', (page) => page.NextToken],
    page: { Includes: { keyTypes: KEY_TYPES }, MaxItems: 1000 },
  },
);

/** Known by its domain to the operator; by its ARN over time, since two certificates may be of one domain. */
export function certificate(_aws: Aws, { DomainName, CertificateArn = '' }: CertificateSummary): Resource {
  const id = DomainName ?? CertificateArn.slice(CertificateArn.lastIndexOf('/') + 1);
  return { type: 'AWS::CertificateManager::Certificate', id, arn: CertificateArn, identity: CertificateArn };
}
