import { expect, test } from 'vitest';
import { hashPassword, isPassword } from './password.ts';

test('a password is kept as a salted Argon2id hash, and known again however its accents are written', async () => {
  const [one, other] = [await hashPassword('Zürich im Frühling'), await hashPassword('Zürich im Frühling')];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(other);
  expect(await isPassword('Zu\u0308rich im Fru\u0308hling', one)).toBe(true);
  expect(await isPassword('Zürich im Sommer', one)).toBe(false);
});

test('no password opens an account that has none', async () => {
  expect(await isPassword('', null)).toBe(false);
  expect(await isPassword('correct horse battery', null)).toBe(false);
});

test('one that is too short or too long is refused', async () => {
  await expect(hashPassword('elevenchars')).rejects.toThrow('a password has 12 characters at least, this one has 11');
  await expect(hashPassword('x'.repeat(257))).rejects.toThrow('a password has 256 characters at most');
});
