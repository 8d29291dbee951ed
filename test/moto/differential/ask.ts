import type { Case } from './cases.ts';
import { resolveRoles } from './roles.ts';
import { mergedShape, type Shape, shapeOf } from './shape.ts';
import { type OperationName, type Reply, type Side, tableOf } from './side.ts';

/** One case as one side met it. */
export interface Told {
  /** `answers`, `gives several pages`, `refuses NoSuchBucket 404 (BucketName)`, `breaks with 500`. */
  readonly outcome: string;
  readonly shape: Shape | undefined;
  /** The replies themselves: one, or a page each. */
  readonly replies: readonly Reply[];
}

/** One case as both met it. */
export interface Pair {
  readonly name: string;
  readonly ours: Told;
  readonly moto: Told;
}

const MOST_PAGES = 200;

export async function askBoth(
  operation: OperationName,
  asked: Case,
  [ours, moto]: readonly [Side, Side],
): Promise<Pair> {
  const [there, here] = await Promise.all([askOne(operation, asked, moto), askOne(operation, asked, ours)]);
  return { name: asked.name, ours: here, moto: there };
}

export async function askOne(operation: OperationName, asked: Case, side: Side): Promise<Told> {
  const input = await resolveRoles(asked.input, side);
  if (asked.pages) return askPages(operation, { ...asked, input }, side);
  const reply = await side.ask(operation, input);
  if ('refusal' in reply) return { outcome: refusalText(reply), shape: undefined, replies: [reply] };
  return { outcome: 'answers', shape: await shapeIn(operation, reply.answer), replies: [reply] };
}

/** Follows the token to the end, and looks whether the pages together are what one answer holds. */
async function askPages(operation: OperationName, { input, pages }: Case, side: Side): Promise<Told> {
  if (!pages) throw new Error(`${operation}: not paged`);
  const whole = { ...input, ...(pages.size !== '' && { [pages.size]: undefined }) };
  const replies: Reply[] = [];
  const shapes: Shape[] = [];
  const items: string[] = [];
  let largest = 0;
  let token: unknown;
  do {
    const reply = await side.ask(operation, token === undefined ? input : { ...input, [pages.tokenIn]: token });
    replies.push(reply);
    if ('refusal' in reply) return { outcome: refusalText(reply), shape: undefined, replies };
    shapes.push(await shapeIn(operation, reply.answer));
    const page = listIn(reply.answer, pages.list);
    items.push(...page.map((item) => JSON.stringify(item)));
    largest = Math.max(largest, page.length);
    const next = memberIn(reply.answer, pages.tokenOut);
    if (next !== undefined && next === token) break;
    token = next;
  } while (token !== undefined && token !== '' && replies.length < MOST_PAGES);
  const all = await side.ask(operation, whole);
  const count = 'answer' in all ? listIn(all.answer, pages.list).length : -1;
  return { outcome: pagingText(items, { count, largest, pages: replies.length }), shape: mergedShape(shapes), replies };
}

interface Paging {
  readonly count: number;
  readonly largest: number;
  readonly pages: number;
}

function pagingText(items: readonly string[], { count, largest, pages }: Paging): string {
  if (pages >= MOST_PAGES) return 'gives pages without end';
  if (new Set(items).size < items.length && items.length > count) return 'repeats items in its pages';
  if (items.length < count) return 'loses items between its pages';
  return pages === 1 ? `gives one page${largest === 0 ? ' with nothing' : ''}` : 'gives several pages';
}

function refusalText(reply: Reply): string {
  if (!('refusal' in reply)) return 'answers';
  const { code, status, members } = reply.refusal;
  // An error of the server's own, with no code that means anything.
  if (status !== undefined && status >= 500) return `breaks with ${status}`;
  return `refuses ${code} ${status ?? '-'}${members.length > 0 ? ` (${members.join(' ')})` : ''}`;
}

async function shapeIn(operation: OperationName, answer: object): Promise<Shape> {
  const [service = '', action = ''] = operation.split(':');
  const schema = (await tableOf(service)).operations.get(action);
  if (!schema) throw new Error(`the SDK does not know ${operation}`);
  return shapeOf(schema.output, answer);
}

function memberIn(answer: object, name: string): unknown {
  return Reflect.get(answer, name);
}

function listIn(answer: object, name: string): readonly unknown[] {
  const list = memberIn(answer, name);
  return Array.isArray(list) ? list : [];
}
