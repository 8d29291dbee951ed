import type { Listener, LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { RegionState } from '../../world/state.ts';
import { invalid } from './lookup.ts';

const OF_APPLICATION = ['HTTP', 'HTTPS'];
const OF_NETWORK = ['TCP', 'TLS', 'UDP', 'TCP_UDP'];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html */
export function requirePort(
  { Type: type }: LoadBalancer,
  port: number | undefined,
  protocol: string | undefined,
): void {
  if (port === undefined) throw invalid('A listener port must be specified');
  if (protocol === undefined) throw invalid('A listener protocol must be specified');
  const allowed = type === 'application' ? OF_APPLICATION : OF_NETWORK;
  if (!allowed.includes(protocol)) {
    throw invalid(`Listener protocol '${protocol}' must be one of '${allowed.join(', ')}'`);
  }
  if (port < 1 || port > 65_535) throw invalid(`Listener port '${port}' must be between '1-65535' inclusive`);
}

/** One certificate and a policy, where the protocol has them, and neither where not. */
export function security(
  { acm }: RegionState,
  {
    Protocol: protocol,
    Certificates: certificates = [],
    SslPolicy: policy,
  }: Pick<Listener, 'Protocol' | 'Certificates' | 'SslPolicy'>,
): Pick<Listener, 'Certificates' | 'SslPolicy'> {
  if (protocol !== 'HTTPS' && protocol !== 'TLS') {
    if (certificates.length > 0) throw invalid(`A certificate cannot be specified for ${protocol} listeners`);
    return {};
  }
  const [certificate, ...others] = certificates;
  if (!certificate?.CertificateArn) throw invalid(`A certificate must be specified for ${protocol} listeners`);
  if (others.length > 0) throw invalid('Only one certificate can be specified for a listener');
  const { CertificateArn } = certificate;
  if (CertificateArn.includes(':acm:') && !acm.certificates.some((known) => known.CertificateArn === CertificateArn)) {
    throw new SandboxError('CertificateNotFound', `Certificate ARN '${CertificateArn}' is not valid`);
  }
  return { Certificates: [{ CertificateArn }], SslPolicy: policy ?? 'ELBSecurityPolicy-2016-08' };
}
