import { DeliveryFailed } from './define.ts';
import { cut, plainLine } from './plain-text.ts';

export interface Attempt {
  readonly address: string;
  readonly host: string;
  readonly password?: string | undefined;
}

/** Codes of nodemailer that the same settings and address get again, where no server was asked. */
const FOR_GOOD = new Set(['EAUTH', 'ENOAUTH', 'ECONFIG', 'EENVELOPE', 'EMESSAGE']);

/**
 * What an SMTP error means. By RFC 5321 a 5yz answer is for good and a 4yz is not. A full mailbox is emptied again, so 552
 * and 5.2.2 pass, but for a mail that is too large (5.3.4); a 503 is about the conversation and not about the mail.
 *
 * https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1 https://www.rfc-editor.org/rfc/rfc3463#section-3.3
 */
export function smtpFailure(error: unknown, { address, host, password }: Attempt): DeliveryFailed {
  const { code, status, response } = factsOf(error);
  const permanent = status === undefined ? FOR_GOOD.has(code) : isForGood(status, response);
  const said = cut(plainLine(hide(response, password)), 300);
  const next = adviceOf(error, { code, status, permanent });
  return new DeliveryFailed(`The mail to ${plainLine(address)} was not taken by ${host} (${said}). ${next}`, {
    cause: error,
    permanent,
  });
}

interface Meaning {
  readonly code: string;
  readonly status: number | undefined;
  readonly permanent: boolean;
}

function adviceOf(error: unknown, { code, status, permanent }: Meaning): string {
  if (code === 'ETLS' || isCertificate(error)) {
    return 'Nothing was sent without TLS. Check port, security and the certificate.';
  }
  if (permanent && code === 'EAUTH') return "Check the channel's user and password.";
  if (permanent) return 'Check the address, and that the user may send from `from`.';
  const known = status !== undefined || code === 'EDNS' || isConnecting(error);
  return known ? 'It can be tried again.' : 'Whether it arrived is not known; it can be tried again.';
}

/** The system's error before anything was said. */
function isConnecting(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'connect';
}

/** With TLS from the start nodemailer gives OpenSSL's words, without a code of its own. */
function isCertificate(error: unknown): boolean {
  return error instanceof Error && /certificate|altnames/i.test(error.message) && !('responseCode' in error);
}

function isForGood(status: number, response: string): boolean {
  if (status < 500 || status === 503) return false;
  const [, enhanced] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(response) ?? [];
  if (enhanced === '5.2.2') return false;
  return status !== 552 || enhanced === '5.3.4';
}

/** nodemailer's `code`, the server's status where it gave one, and its words or else the error's. */
function factsOf(error: unknown): { code: string; status: number | undefined; response: string } {
  if (!(error instanceof Error)) return { code: '', status: undefined, response: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const status = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined;
  const said = 'response' in error && typeof error.response === 'string' ? error.response : '';
  return { code, status, response: said === '' ? error.message : said };
}

function hide(text: string, password: string | undefined): string {
  return password === undefined || password === '' ? text : text.replaceAll(password, '***');
}
