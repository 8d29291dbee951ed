import type * as Acm from '@aws-sdk/client-acm';
import type { CertificateDetail, CertificateSummary, Filters, ListCertificatesRequest } from '@aws-sdk/client-acm';
import { SandboxError } from '../error.ts';
import type { Handlers } from '../handlers.ts';
import { page } from '../paging.ts';

export const acm: Handlers<typeof Acm> = {
  /** https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html */
  ListCertificates(input, { region, now }) {
    validateSort(input);
    const certificates = region.acm.certificates
      .map((certificate) => asOf(certificate, now))
      .filter((certificate) => isIncluded(certificate, input));
    if (input.SortBy === 'CREATED_AT') {
      const way = input.SortOrder === 'DESCENDING' ? -1 : 1;
      certificates.sort((a, b) => way * ((a.CreatedAt?.getTime() ?? 0) - (b.CreatedAt?.getTime() ?? 0)));
    }
    const { items, next } = page(certificates, {
      token: input.NextToken,
      size: input.MaxItems,
      defaultSize: 1000,
      most: 1000,
      badSize: 'ValidationException',
      badToken: 'ValidationException',
    });
    return { CertificateSummaryList: items.map(summary), ...(next !== undefined && { NextToken: next }) };
  },
  DescribeCertificate({ CertificateArn: arn = '' }, { region, now }) {
    if (!/^arn:[\w-]+:acm:[\w-]*:\d+:[\w+=,.@-]+(\/[\w+=,.@-]+)*$/.test(arn)) {
      throw new SandboxError(
        'ValidationException',
        `1 validation error detected: Value '${arn}' at 'certificateArn' failed to satisfy constraint`,
      );
    }
    const certificate = region.acm.certificates.find(({ CertificateArn }) => CertificateArn === arn);
    if (!certificate) {
      const message = `Could not find certificate ${arn} in account ${region.accountId}.`;
      throw new SandboxError('ResourceNotFoundException', message);
    }
    return { Certificate: asOf(certificate, now) };
  },
};

/** A certificate expires by itself, when its time has come. */
function asOf(certificate: CertificateDetail, now: Date): CertificateDetail {
  const over = certificate.NotAfter !== undefined && certificate.NotAfter <= now;
  return over && certificate.Status === 'ISSUED' ? { ...certificate, Status: 'EXPIRED' } : certificate;
}

/** Unless asked for, only RSA of 1024 and 2048 bits. https://docs.aws.amazon.com/acm/latest/APIReference/API_Filters.html */
const DEFAULT_KEY_TYPES = ['RSA_1024', 'RSA_2048'];

function isIncluded(certificate: CertificateDetail, input: ListCertificatesRequest): boolean {
  const { CertificateStatuses: statuses = [], Includes: filters = {} } = input;
  const { Status: status, KeyAlgorithm: keyType } = certificate;
  const keyTypes: readonly string[] = filters.keyTypes?.length ? filters.keyTypes : DEFAULT_KEY_TYPES;
  if (statuses.length > 0 && (status === undefined || !statuses.includes(status))) return false;
  return keyType !== undefined && keyTypes.includes(keyType) && hasUsages(certificate, filters);
}

function hasUsages(certificate: CertificateDetail, { keyUsage = [], extendedKeyUsage = [] }: Filters): boolean {
  const has = (wanted: string, usages: readonly { readonly Name?: string | undefined }[] = []) =>
    usages.some(({ Name }) => Name === wanted);
  return (
    keyUsage.every((wanted) => has(wanted, certificate.KeyUsages)) &&
    extendedKeyUsage.every((wanted) => has(wanted, certificate.ExtendedKeyUsages))
  );
}

function validateSort({ SortBy, SortOrder }: ListCertificatesRequest): void {
  if ((SortBy === undefined) !== (SortOrder === undefined)) {
    throw new SandboxError('ValidationException', 'SortBy and SortOrder must be specified together.');
  }
}

function summary(certificate: CertificateDetail): CertificateSummary {
  const { CertificateArn, DomainName, Status, Type, KeyAlgorithm, RenewalEligibility } = certificate;
  const { NotBefore, NotAfter, CreatedAt, IssuedAt, ImportedAt } = certificate;
  const names = certificate.SubjectAlternativeNames ?? [];
  return {
    CertificateArn,
    DomainName,
    SubjectAlternativeNameSummaries: names.slice(0, 100),
    HasAdditionalSubjectAlternativeNames: names.length > 100,
    Status,
    Type,
    KeyAlgorithm,
    KeyUsages: (certificate.KeyUsages ?? []).flatMap(({ Name }) => Name ?? []),
    ExtendedKeyUsages: (certificate.ExtendedKeyUsages ?? []).flatMap(({ Name }) => Name ?? []),
    ...(certificate.Options?.Export && { ExportOption: certificate.Options.Export }),
    InUse: (certificate.InUseBy ?? []).length > 0,
    RenewalEligibility,
    NotBefore,
    NotAfter,
    CreatedAt,
    ...(IssuedAt && { IssuedAt }),
    ...(ImportedAt && { ImportedAt }),
  };
}
