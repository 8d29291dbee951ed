import { z } from 'zod';
import { certificate, type CertificateSummary, listCertificates } from '../../aws/acm.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

const settings = z.object({
  expiresWithinDays: z.number().min(0).default(30),
  criticalWithinDays: z.number().min(0).default(7),
});

export const certificateCurrent = defineCheck({
  id: 'acm-certificate-current',
  title: 'Certificates in use do not expire soon',
  severity: 'high',
  why: 'On the minute a certificate expires, every client refuses the site: it is an outage that was dated in advance.',
  remediation:
    'ACM renews what it issued, if its DNS validation record is still there (or its e-mail is answered): see what the ' +
    'renewal is waiting for. An imported certificate has to be imported again before it expires.',
  calls: ['acm:ListCertificates'],
  settings,
  async *evaluate({ aws, now, settings: limits }) {
    for (const summary of await listCertificates(aws, {})) {
      yield judge(certificate(aws, summary), summary, now, limits);
    }
  },
});

const DAY_MS = 86_400_000;

function judge(resource: Resource, summary: CertificateSummary, now: Date, limits: z.infer<typeof settings>): Verdict {
  const { Status: status = 'UNKNOWN', NotAfter: expires, InUse: inUse } = summary;
  const daysLeft = expires && (expires.getTime() - now.getTime()) / DAY_MS;
  const evidence = {
    inUse: inUse ?? null,
    certificateStatus: status,
    notAfter: expires?.toISOString() ?? null,
    daysLeft: daysLeft === undefined ? null : Math.floor(daysLeft),
    type: summary.Type ?? null,
    keyAlgorithm: summary.KeyAlgorithm ?? null,
    renewalEligibility: summary.RenewalEligibility ?? null,
  };
  if (inUse === false) return pass(resource, `${resource.id} is not in use${said(expires)}.`, evidence);
  if (inUse === undefined) {
    return unknown(resource, `AWS does not say whether the certificate of ${resource.id} is in use.`, evidence);
  }
  if (status === 'REVOKED') {
    return fail(resource, `${resource.id} is in use and has been revoked.`, evidence, { severity: 'critical' });
  }
  if (daysLeft === undefined) {
    return unknown(resource, `${resource.id} is in use (${status}), and AWS gives no expiry date.`, evidence);
  }
  if (daysLeft > limits.expiresWithinDays) {
    return pass(
      resource,
      `${resource.id} is in use and expires in ${Math.floor(daysLeft)} days${said(expires)}.`,
      evidence,
    );
  }
  const severity = daysLeft <= limits.criticalWithinDays ? 'critical' : 'high';
  const when = daysLeft <= 0 ? 'has expired' : `expires in ${Math.floor(daysLeft)} days`;
  return fail(resource, `${resource.id} is in use and ${when}${said(expires)}${renewal(summary)}.`, evidence, {
    severity,
  });
}

function said(expires: Date | undefined): string {
  return expires ? ` (${expires.toISOString()})` : '';
}

/** ACM begins to renew 60 days ahead: what is left at 30 has not been renewed. */
function renewal({ Type: type, RenewalEligibility: eligibility }: CertificateSummary): string {
  if (type === 'IMPORTED') return '; it was imported, so ACM does not renew it';
  return eligibility === 'INELIGIBLE' ? '; ACM does not renew it' : '; ACM has not renewed it';
}
