import type { OperationName, Service } from '../service.ts';
import { SERVICES } from '../service.ts';
import { CLIENT_MODULES } from './modules.ts';

/** The least that can be asked of an operation, or what it would have to be told first. */
export type Probe = { readonly input: object } | { readonly needs: readonly string[] };

/** What AWS's services call the size of a page. */
const PAGE_SIZES = ['MaxResults', 'maxResults', 'MaxRecords', 'MaxItems', 'MaxBuckets', 'PageSize', 'Limit', 'limit'];
/** The smallest page that AWS gives, where it is not one item; the services' API references say so for each operation. */
const SMALLEST_PAGE: Readonly<Partial<Record<Service, number>>> = { ec2: 5, health: 10, rds: 20 };

/**
 * Reads from the SDK's own schemas which members an operation cannot do without.
 * @throws Error for an operation that src/aws/sdk/clients does not have
 */
export async function probeOf(operation: OperationName, accountId: string): Promise<Probe> {
  const [prefix, name = ''] = operation.split(':');
  const service = SERVICES.find((candidate) => candidate === prefix);
  if (service === undefined || service === 'feed') return { input: {} };
  const module = await CLIENT_MODULES[service]();
  const command = module.command(name, {});
  if (!command) throw new Error(`${operation} is missing from src/aws/sdk/clients/${service}.ts`);
  const { members, required } = inputOf(command);
  // S3 Control puts it in the host's name; its schema does not say that it must be there.
  if (service === 's3control') return { input: { AccountId: accountId } };
  if (required > 0) return { needs: members.slice(0, required) };
  const size = PAGE_SIZES.find((candidate) => members.includes(candidate));
  return { input: size === undefined ? {} : { [size]: SMALLEST_PAGE[service] ?? 1 } };
}

/**
 * The input shape of a command: an operation's schema has it in fifth place, a structure's the names of its members,
 * those that are required first, and at the end how many they are.
 */
function inputOf(command: object): { members: string[]; required: number } {
  const operation: unknown = Reflect.get(command, 'schema');
  const given: unknown = Array.isArray(operation) ? operation[4] : undefined;
  const input: unknown = typeof given === 'function' ? Reflect.apply(given, undefined, []) : given;
  if (!Array.isArray(input)) return { members: [], required: 0 };
  const [, , , , names, , required] = input;
  const members: unknown[] = Array.isArray(names) ? names : [];
  return {
    members: members.filter((member) => typeof member === 'string'),
    required: typeof required === 'number' ? required : 0,
  };
}
