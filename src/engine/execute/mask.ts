import type { Json } from '../../model/json.ts';

const SECRET = /password|secret|token|credential|authorization|private_?key|api_?key/i;
/** What only looks like a secret: an idempotency token, a page's token, where a secret is kept. */
const HARMLESS = /^(clientToken|clientRequestToken|nextToken|.*(SecretArn|SecretStatus|KmsKeyId))$/i;
const MASKED = '••••••';

/** The same without secrets: what stands under a name that says so, and every value given as one. */
export function mask(value: Json, secrets: readonly string[] = []): Json {
  return masked(
    value,
    secrets.filter((secret) => secret.length >= 4),
  );
}

function masked(value: Json, secrets: readonly string[]): Json {
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, MASKED), value);
  if (Array.isArray(value)) return value.map((item: Json) => masked(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  const named = isNamedSecret(value);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]: [string, Json | undefined]) => {
      if (member === undefined) return [];
      const isSecret = isSecretName(key) || (named && /^value$/i.test(key));
      const hidden = isSecret && typeof member !== 'object' && member !== null;
      return [[key, hidden ? MASKED : masked(member, secrets)]];
    }),
  );
}

function isSecretName(name: string): boolean {
  return SECRET.test(name) && !HARMLESS.test(name);
}

/** As AWS has variables, parameters and tags: `{ "name": "DB_PASSWORD", "value": "…" }`. */
function isNamedSecret(value: object): boolean {
  return Object.entries(value).some(
    ([key, name]) => /^(name|key|parameterName)$/i.test(key) && typeof name === 'string' && isSecretName(name),
  );
}
