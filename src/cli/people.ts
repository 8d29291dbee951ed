import { addOne, alterOne, parseRoles, passwordOf, peoplePage } from '../main/people.ts';
import { readProcess } from '../main/process.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';
import { askSecret } from './secret-prompt.ts';

export interface AddOptions {
  readonly name?: string;
  readonly email?: string;
  readonly roles: string;
  /** False for who signs in elsewhere, or by token only. */
  readonly password: boolean;
}

/** `opsbook people add <id>`: the password comes from the terminal or standard input. */
export async function addCommand(id: string, options: AddOptions): Promise<number> {
  const { environment } = readProcess();
  const roles = parseRoles(options.roles);
  const password = options.password ? await askSecret(`Password of ${id}`) : null;
  const person = { id, name: options.name ?? id, email: options.email ?? null, roles, password };
  await print(await addOne(environment, person));
  return EXIT.done;
}

/** `opsbook people list` */
export async function listCommand({ output }: { readonly output: string }): Promise<number> {
  const { environment, columns } = readProcess();
  await print(await peoplePage(environment, output === 'json', columns));
  return EXIT.done;
}

/** `opsbook people roles <id> <roles>`: what they may do from now on. */
export async function rolesCommand(id: string, roles: string): Promise<number> {
  await print(await alterOne(readProcess().environment, id, { roles: parseRoles(roles) }));
  return EXIT.done;
}

/** `opsbook people disable|enable <id>` */
export async function disableCommand(id: string, disabled: boolean): Promise<number> {
  await print(await alterOne(readProcess().environment, id, { disabled }));
  return EXIT.done;
}

/** `opsbook people passwd <id>` */
export async function passwdCommand(id: string): Promise<number> {
  const { environment } = readProcess();
  await print(await passwordOf(environment, id, await askSecret(`New password of ${id}`)));
  return EXIT.done;
}
