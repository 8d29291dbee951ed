const DAY_MS = 86_400_000;

/** A user of a canned credential report; what is not said is not there. */
export interface CannedUser {
  readonly name: string;
  readonly password?: boolean;
  readonly mfa?: boolean;
  readonly keys?: readonly CannedKey[];
}

export interface CannedKey {
  readonly ageDays: number;
  readonly inactive?: boolean;
  /** Absent: never used. */
  readonly usedDaysAgo?: number;
}

const COLUMNS =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service';

/** What iam:GetCredentialReport answers. */
export function reportOf(now: Date, ...users: readonly CannedUser[]): { Content: Uint8Array } {
  const lines = users.map(({ name, password = false, mfa = false, keys = [] }) =>
    [
      name,
      name === '<root_account>' ? 'arn:aws:iam::123456789012:root' : `arn:aws:iam::123456789012:user/${name}`,
      daysBefore(now, 900),
      password,
      'no_information',
      'N/A',
      'N/A',
      mfa,
      ...keyFields(now, keys[0]),
      ...keyFields(now, keys[1]),
    ].join(','),
  );
  return { Content: new TextEncoder().encode([COLUMNS, ...lines].join('\n')) };
}

export function daysBefore(now: Date, days: number): string {
  return `${new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 19)}+00:00`;
}

function keyFields(now: Date, key: CannedKey | undefined): (string | boolean)[] {
  if (!key) return [false, 'N/A', 'N/A', 'N/A', 'N/A'];
  const used = key.usedDaysAgo;
  return [
    !key.inactive,
    daysBefore(now, key.ageDays),
    used === undefined ? 'N/A' : daysBefore(now, used),
    used === undefined ? 'N/A' : 'us-east-1',
    used === undefined ? 'N/A' : 's3',
  ];
}
