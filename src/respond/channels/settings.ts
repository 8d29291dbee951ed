import { z } from 'zod';

const REFERENCE = /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;
const HERE = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A secret of a channel: the configuration holds where it is, `send` gets what it is. */
export function secret(description: string) {
  return z
    .string()
    .regex(REFERENCE, 'where the secret is: env:NAME or file:/path, not the secret itself')
    .describe(description)
    .meta({ secret: true });
}

/** Where something is sent to: https, or this machine. */
export function destination(description: string) {
  return z
    .url({ error: 'a URL' })
    .refine(isSafeDestination, 'an https URL without a user name or password')
    .describe(description);
}

/** Without HTTPS, whoever is on the way reads it, and can answer in the other's name. */
export function isSafeDestination(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && HERE.has(hostname));
}

/** Which settings hold secrets. */
export function secretsOf(settings: z.ZodObject): string[] {
  return Object.entries(settings.shape).flatMap(([key, field]) => (isSecret(field) ? [key] : []));
}

function isSecret(field: unknown): boolean {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return isSecret(field.unwrap());
  return field instanceof z.ZodType && field.meta()?.['secret'] === true;
}
