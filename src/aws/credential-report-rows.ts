/** One of a user's access keys, as the credential report has it. */
export interface ReportedKey {
  readonly number: 1 | 2;
  readonly active: boolean;
  /** When the key was made. */
  readonly rotatedAt: Date | undefined;
  /** Undefined: never used since AWS records it. */
  readonly lastUsedAt: Date | undefined;
  readonly lastUsedRegion: string | undefined;
  readonly lastUsedService: string | undefined;
}

export interface ReportedUser {
  readonly name: string;
  readonly arn: string;
  readonly root: boolean;
  readonly createdAt: Date | undefined;
  /** Undefined where the report says neither yes nor no. */
  readonly passwordEnabled: boolean | undefined;
  readonly passwordLastUsedAt: Date | undefined;
  readonly mfaActive: boolean | undefined;
  readonly keys: readonly ReportedKey[];
}

const ROOT = '<root_account>';

/**
 * Reads IAM's credential report: a header and one line a user.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function reportedUsers(csv: string): ReportedUser[] {
  const [header = '', ...lines] = csv.split(/\r?\n/).filter((line) => line !== '');
  const columns = fieldsOf(header);
  if (columns[0] !== 'user' || columns[1] !== 'arn') throw new Error(`The credential report has no header: ${header}`);
  return lines.map((line) =>
    userOf(new Map(valuesOf(line, columns.length).map((value, at) => [columns[at] ?? '', value]))),
  );
}

function userOf(row: ReadonlyMap<string, string>): ReportedUser {
  const name = row.get('user') ?? '';
  return {
    name,
    arn: row.get('arn') ?? '',
    root: name === ROOT,
    createdAt: instant(row.get('user_creation_time')),
    passwordEnabled: flag(row.get('password_enabled')),
    passwordLastUsedAt: instant(row.get('password_last_used')),
    mfaActive: flag(row.get('mfa_active')),
    keys: [...keyOf(row, 1), ...keyOf(row, 2)],
  };
}

function keyOf(row: ReadonlyMap<string, string>, number: 1 | 2): ReportedKey[] {
  const value = (field: string): string | undefined => row.get(`access_key_${number}_${field}`);
  const active = flag(value('active')) ?? false;
  const rotatedAt = instant(value('last_rotated'));
  if (!active && rotatedAt === undefined) return [];
  return [
    {
      number,
      active,
      rotatedAt,
      lastUsedAt: instant(value('last_used_date')),
      lastUsedRegion: word(value('last_used_region')),
      lastUsedService: word(value('last_used_service')),
    },
  ];
}

/**
 * A line's values. A user's name may hold commas, and so may its ARN: where there are more fields than columns, the ARN
 * is what begins with `arn:` and ends with the name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 */
function valuesOf(line: string, count: number): string[] {
  const fields = fieldsOf(line);
  if (fields.length <= count) return fields;
  const at = fields.findIndex((field) => field.startsWith('arn:'));
  const name = fields.slice(0, at).join(',');
  const end = fields.findIndex(
    (_, index) =>
      index >= at &&
      fields
        .slice(at, index + 1)
        .join(',')
        .endsWith(`/${name}`),
  );
  if (at < 1 || end < 0)
    throw new Error(`A line of the credential report has ${fields.length} fields for ${count} columns`);
  return [name, fields.slice(at, end + 1).join(','), ...fields.slice(end + 1)];
}

/** Fields between commas; one in double quotes may hold commas, and a quote written twice. */
function fieldsOf(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );
}

function instant(text: string | undefined): Date | undefined {
  const at = new Date(text !== undefined && /^\d{4}-\d\d-\d\dT/.test(text) ? text : NaN);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

function flag(text: string | undefined): boolean | undefined {
  const said = text?.toLowerCase();
  return said === 'true' ? true : said === 'false' ? false : undefined;
}

/** The report writes `N/A`, `no_information` and `not_supported` where it has nothing to say. */
function word(text: string | undefined): string | undefined {
  return text === undefined || /^(N\/A|no_information|not_supported|)$/.test(text) ? undefined : text;
}
