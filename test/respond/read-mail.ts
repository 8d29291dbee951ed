/** A mail as its reader sees it: headers unfolded and decoded, by lower-case name; its parts by content type. */
export interface Mail {
  readonly headers: Readonly<Record<string, string>>;
  /** Names as they came, to count them. */
  readonly names: readonly string[];
  readonly parts: Readonly<Record<string, string>>;
}

/** Reads what nodemailer writes: `multipart/alternative` of two texts. */
export function readMail(raw: string): Mail {
  const { headers, names, body } = split(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) throw new Error(`no boundary in: ${headers['content-type']}`);
  const sections = `\r\n${body}`.split(`\r\n--${boundary}`).map((section) => section.replace(/^\r\n/, ''));
  const parts = sections.filter((section) => section.includes('\r\n\r\n')).map(readPart);
  return { headers, names, parts: Object.fromEntries(parts) };
}

function readPart(section: string): [string, string] {
  const { headers, body } = split(section);
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  return [type, decode(body, headers['content-transfer-encoding'] ?? '').replaceAll('\r\n', '\n')];
}

function split(text: string): { headers: Record<string, string>; names: string[]; body: string } {
  const end = text.indexOf('\r\n\r\n');
  const lines = text
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const pairs = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), words(line.slice(colon + 1).trim())] as const;
  });
  return { headers: Object.fromEntries(pairs), names: pairs.map(([name]) => name), body: text.slice(end + 4) };
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return body;
  return octets(body.replaceAll(/=\r\n/g, ''));
}

/** https://www.rfc-editor.org/rfc/rfc2047 */
function words(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_all, kind: string, text: string) => {
      return kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : octets(text.replaceAll('_', ' '));
    });
}

function octets(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_all, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString();
}
