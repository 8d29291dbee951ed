/** Aborted by the first Ctrl-C: the step under way comes to its end, and the execution stands, to be gone on with. */
export function interruptSignal(): AbortSignal {
  const leaving = new AbortController();
  process.once('SIGINT', () => {
    process.stderr.write('opsbook: leaving; the execution stands where it is (opsbook executions list)\n');
    leaving.abort();
  });
  process.once('SIGTERM', () => leaving.abort());
  return leaving.signal;
}
