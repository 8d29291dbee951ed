import type { IamKey } from '../../world/newcomer/iam.ts';
import type { AccountState } from '../../world/state.ts';

const KEY_COLUMNS = ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'];
const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...KEY_COLUMNS.map((column) => `access_key_1_${column}`),
  ...KEY_COLUMNS.map((column) => `access_key_2_${column}`),
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
];
const NO_CERTIFICATES = ['false', 'N/A', 'false', 'N/A'];
const NO_KEY = ['false', 'N/A', 'N/A', 'N/A', 'N/A'];

/**
 * The report's lines as IAM writes them, root first.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function reportCsv({ id, iam: { users, root } }: AccountState): string {
  const rootLine = [
    '<root_account>',
    `arn:aws:iam::${id}:root`,
    instant(root.createdAt),
    'not_supported',
    instant(root.passwordLastUsedAt),
    'not_supported',
    'not_supported',
    String(root.mfa),
    ...keyFields(root.keys[0]),
    ...keyFields(root.keys[1]),
    ...NO_CERTIFICATES,
  ];
  const lines = users.map(({ user, password, mfaDevices, keys }) => [
    user.UserName ?? '',
    user.Arn ?? '',
    instant(user.CreateDate),
    String(password !== undefined),
    password ? (password.lastUsedAt ? instant(password.lastUsedAt) : 'no_information') : 'N/A',
    instant(password?.createdAt),
    'N/A',
    String(mfaDevices.length > 0),
    ...keyFields(keys[0]),
    ...keyFields(keys[1]),
    ...NO_CERTIFICATES,
  ]);
  return [COLUMNS, rootLine, ...lines].map((fields) => fields.join(',')).join('\n');
}

function keyFields(key: IamKey | undefined): string[] {
  if (!key) return NO_KEY;
  const { metadata, lastUsed } = key;
  return [
    String(metadata.Status === 'Active'),
    instant(metadata.CreateDate),
    instant(lastUsed?.LastUsedDate),
    lastUsed?.Region ?? 'N/A',
    lastUsed?.ServiceName ?? 'N/A',
  ];
}

/** IAM writes whole seconds and an offset in place of `Z`. */
function instant(at: Date | undefined): string {
  return at ? `${at.toISOString().slice(0, 19)}+00:00` : 'N/A';
}
