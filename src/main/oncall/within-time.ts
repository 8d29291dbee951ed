import { runInNewContext } from 'node:vm';

/**
 * Does work that might never come to its end, like expanding a rule of a stranger's calendar. Only the context's timeout can
 * stop a loop of this thread; the work itself runs here, with what it can reach.
 * @throws Error with code ERR_SCRIPT_EXECUTION_TIMEOUT
 * https://nodejs.org/docs/latest-v20.x/api/vm.html#scriptrunincontextcontextifiedobject-options
 */
export function withinTime<T>(timeoutMs: number, work: () => T): T {
  const results: T[] = [];
  runInNewContext('work()', { work: () => void results.push(work()) }, { timeout: timeoutMs });
  const [result] = results;
  if (result === undefined) throw new Error('it brought nothing');
  return result;
}
