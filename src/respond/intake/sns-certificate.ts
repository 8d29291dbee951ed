import { verify, X509Certificate } from 'node:crypto';
import { type IntakeUse, NotAccepted } from './define.ts';
import { type Envelope, stringToSign } from './sns-envelope.ts';

const MAX_CERTIFICATES = 16;
const MAX_CERTIFICATE_BYTES = 64 * 1024;

/** By address, which SNS changes with the certificate. Two regions need two; what is kept was fetched from SNS itself. */
const known = new Map<string, X509Certificate>();

/**
 * Proves that SNS signed it. That the certificate is SNS's own is known by where it came from, over TLS: `url` is checked.
 * @throws NotAccepted 401 for another signature; 502 where the certificate cannot be had or is not valid now
 */
export async function requireSigned(envelope: Envelope, url: string, use: Pick<IntakeUse, 'fetch' | 'now'>) {
  const certificate = known.get(url) ?? (await fetchCertificate(url, use.fetch));
  const now = use.now().getTime();
  if (!(Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo))) {
    const span = `${certificate.validFrom} to ${certificate.validTo}`;
    throw new NotAccepted(502, `the signing certificate is not valid now, only from ${span}: ${url}`);
  }
  const algorithm = envelope.SignatureVersion === '1' ? 'sha1' : 'sha256';
  const signature = Buffer.from(envelope.Signature, 'base64');
  if (!verify(algorithm, Buffer.from(stringToSign(envelope)), certificate.publicKey, signature)) {
    throw new NotAccepted(401, `the signature is not SNS's of this message: ${envelope.MessageId}`);
  }
}

async function fetchCertificate(url: string, fetch: IntakeUse['fetch']): Promise<X509Certificate> {
  const certificate = readCertificate(await read(url, fetch), url);
  const [oldest] = known.keys();
  if (known.size >= MAX_CERTIFICATES && oldest !== undefined) known.delete(oldest);
  known.set(url, certificate);
  return certificate;
}

async function read(url: string, fetch: IntakeUse['fetch']): Promise<string> {
  try {
    const response = await fetch(url, { redirect: 'error' });
    if (response.status !== 200)
      throw new NotAccepted(502, `the signing certificate cannot be had: ${response.status}`);
    const pem: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MAX_CERTIFICATE_BYTES) throw new NotAccepted(502, `the signing certificate is too large: ${url}`);
      pem.push(chunk);
    }
    return Buffer.concat(pem).toString('latin1');
  } catch (cause) {
    if (cause instanceof NotAccepted) throw cause;
    throw new NotAccepted(502, `the signing certificate cannot be had: ${url}`, { cause });
  }
}

function readCertificate(pem: string, url: string): X509Certificate {
  try {
    const certificate = new X509Certificate(pem);
    if (certificate.publicKey.asymmetricKeyType === 'rsa') return certificate;
  } catch (cause) {
    throw new NotAccepted(502, `what SNS has there is no certificate: ${url}`, { cause });
  }
  throw new NotAccepted(502, `the signing certificate has no RSA key: ${url}`);
}
