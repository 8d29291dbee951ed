import { mintToken, parseRoles, revokeOne, tokensPage } from '../main/people.ts';
import { readProcess } from '../main/process.ts';
import { parseDuration } from '../model/duration.ts';
import { UsageError } from '../model/errors.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';

export interface CreateOptions {
  readonly person?: string;
  readonly role: string;
  readonly scope: readonly string[];
  readonly expires: string;
  readonly output: string;
}

/** `opsbook token create <name>`: prints the secret, once. */
export async function createCommand(name: string, options: CreateOptions): Promise<number> {
  const { environment } = readProcess();
  const [role, ...others] = parseRoles(options.role);
  if (!role || others.length > 0) throw new UsageError('--role: expected one role');
  const expires = options.expires === 'never' ? null : options.expires;
  if (expires !== null && parseDuration(expires) === undefined) {
    throw new UsageError(`--expires ${expires}: expected a duration, e.g. 90d, or never`);
  }
  const person = options.person ?? null;
  const minted = await mintToken(environment, { name, person, role, scopes: options.scope, expires });
  if (options.output === 'json') await print(`${JSON.stringify(minted, null, 2)}\n`);
  else {
    process.stderr.write('The token, shown this once; only its hash is kept:\n');
    await print(`${minted.secret}\n`);
  }
  return EXIT.done;
}

/** `opsbook token list` */
export async function listCommand({ output }: { readonly output: string }): Promise<number> {
  const { environment, columns } = readProcess();
  await print(await tokensPage(environment, output === 'json', columns));
  return EXIT.done;
}

/** `opsbook token revoke <token>`: from the next request on it opens nothing. */
export async function revokeCommand(named: string): Promise<number> {
  await print(await revokeOne(readProcess().environment, named));
  return EXIT.done;
}
