import { UsageError } from '../../model/errors.ts';

/** No colon: `token:…` and `schedule:…` are nobody's name. */
const PERSON_ID = /^[a-z0-9][a-z0-9._@+-]{0,63}$/;
const TOKEN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** @throws UsageError */
export function requirePersonId(id: string): void {
  if (PERSON_ID.test(id)) return;
  throw new UsageError(
    `${JSON.stringify(id)} names no person: expected small letters, digits and . _ @ + -, 64 at most`,
  );
}

/** @throws UsageError */
export function requireTokenName(name: string): void {
  if (TOKEN_NAME.test(name)) return;
  throw new UsageError(`${JSON.stringify(name)} names no token: expected letters, digits and . _ -, 64 at most`);
}

const MACHINE = 'token:';

/** As whom a machine is known, in the audit log and to those who approve. */
export function machineId(tokenName: string): string {
  return MACHINE + tokenName;
}

/** The name of the token, where it is a machine that is known by this. */
export function machineNameOf(id: string): string | undefined {
  return id.startsWith(MACHINE) ? id.slice(MACHINE.length) : undefined;
}
