import { z } from '@hono/zod-openapi';
import type { PersonRow } from '../../store/people.ts';
import type { TokenRow } from '../../store/tokens.ts';
import { instant } from './answers.ts';
import { text, textOrNull } from './execution.ts';

export const role = z.enum(['viewer', 'operator', 'approver', 'admin']);
export const personId = z.string().min(1).max(64);
export const password = z.string().min(1).max(1000);

export const personSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    roles: z.array(role),
    signsInElsewhere: z.boolean(),
    createdAt: instant,
    disabledAt: instant.nullable(),
  })
  .openapi('Person');

export const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    personId: z.string().nullable().openapi({ description: 'Null: a machine, known as token:<name>.' }),
    role,
    scopes: z.array(z.string()),
    createdAt: instant,
    createdBy: z.string().nullable(),
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
  })
  .openapi('Token');

export const meSchema = z
  .object({ id: z.string(), name: z.string(), roles: z.array(role), scopes: z.array(z.string()) })
  .openapi('Me');

export function personView(person: Omit<PersonRow, 'passwordHash'>): z.infer<typeof personSchema> {
  const { id, name, email, roles, oidcSubject, createdAt, disabledAt } = person;
  const dates = { createdAt: text(createdAt), disabledAt: textOrNull(disabledAt) };
  return { id, name, email, roles, signsInElsewhere: oidcSubject !== null, ...dates };
}

export function tokenView(token: Omit<TokenRow, 'hash'>): z.infer<typeof tokenSchema> {
  const { createdAt, expiresAt, revokedAt, lastUsedAt, ...rest } = token;
  return {
    ...rest,
    createdAt: text(createdAt),
    expiresAt: textOrNull(expiresAt),
    revokedAt: textOrNull(revokedAt),
    lastUsedAt: textOrNull(lastUsedAt),
  };
}
