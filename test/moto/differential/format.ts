/** The kinds of string that a client takes apart or hands back; anything else is text. */
const FORMATS: readonly (readonly [RegExp, string | ((found: RegExpExecArray) => string)])[] = [
  [/^arn:aws:([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):([a-zA-Z-]+)?/, arnFormat],
  [
    /^(ami|dopt|eipalloc|eipassoc|ela-attach|eni|eni-attach|i|nat|pl|r|sg|snap|subnet|vol|vpc|vpc-cidr-assoc)-([0-9a-f]{8}|[0-9a-f]{17})$/,
    ([, prefix, hex]) => `${prefix}-<${hex?.length} hex digits>`,
  ],
  [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'UUID'],
  [/^\d{12}$/, 'account id'],
  [/^(AKIA|ASIA|AIDA|AROA)[A-Z0-9]{16,}$/, ([, prefix]) => `${prefix}…`],
  [
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/,
    ([, ms]) => (ms === undefined ? 'ISO seconds' : 'ISO milliseconds'),
  ],
  [/^\d{4}-\d\d-\d\d$/, 'day'],
  [/^\d{1,3}(\.\d{1,3}){3}$/, 'IPv4 address'],
  [/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, 'IPv4 range'],
  [/^[0-9a-f:]*::[0-9a-f:]*\/\d{1,3}$/, 'IPv6 range'],
  [/^[a-z]{2}(-[a-z]+)+-\d$/, 'region'],
  [/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'zone'],
  [
    /^(mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d-(mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d$/i,
    ([text]) => (/[A-Z]/.test(text) ? 'Weekly Window' : 'weekly window'),
  ],
  [/^\d\d:\d\d-\d\d:\d\d$/, 'daily window'],
  [/^-?\d+(\.\d+)?$/, 'number'],
  [/^(true|false)$/i, ([text]) => (text === text.toLowerCase() ? 'true or false' : 'True or False')],
  [/^\s*[{[][\s\S]*[}\]]\s*$/, 'JSON'],
  [/^%7B[\s\S]*%7D$/, 'URL-encoded JSON'],
];

/** The format class of a string, in which two accounts agree where their values cannot. */
export function formatOf(text: string): string {
  for (const [pattern, format] of FORMATS) {
    const found = pattern.exec(text);
    if (found) return typeof format === 'string' ? format : format(found);
  }
  return 'text';
}

/** `arn:aws:rds:us-east-1:123456789012:db:x` is `ARN rds region account db`. */
function arnFormat([, service = '', region = '', account = '', resource = '']: RegExpExecArray): string {
  const where = [region === '' ? '' : 'region', account === '' ? '' : account === 'aws' ? 'aws' : 'account'];
  return ['ARN', service, ...where, service === 's3' ? '' : resource].filter((part) => part !== '').join(' ');
}
