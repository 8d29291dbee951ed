import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface SigningCertificate {
  readonly pem: string;
  readonly privateKey: KeyObject;
}

interface Choice {
  readonly privateKey: KeyObject;
  readonly from: Date;
  readonly to: Date;
}

export function makeKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

/** A certificate that vouches for itself, with an RSA key as SNS has. node:crypto reads such, but makes none: so by hand. */
export function makeCertificate({ privateKey, from, to }: Choice): SigningCertificate {
  const publicKey = createPublicKey(privateKey);
  const algorithm = sequence(Buffer.from('06092a864886f70d01010b', 'hex'), Buffer.from('0500', 'hex'));
  const commonName = sequence(Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('sns.amazonaws.com')));
  const name = sequence(der(0x31, commonName));
  const contents = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    // The serial: no two of them are the same, so that each has an address of its own.
    der(0x02, Buffer.from([1]), randomBytes(8)),
    algorithm,
    name,
    sequence(time(from), time(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', contents, privateKey));
  const base64 =
    sequence(contents, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return { privateKey, pem: `-----BEGIN CERTIFICATE-----\n${base64.join('\n')}\n-----END CERTIFICATE-----\n` };
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(0x30, ...contents);
}

/** UTCTime: two digits of the year, until 2049. */
function time(instant: Date): Buffer {
  return der(0x17, Buffer.from(`${instant.toISOString().replace(/\D/g, '').slice(2, 14)}Z`));
}

/** A value of ASN.1 in DER: what it is, how long it is, what is in it. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}
