/** https://www.postgresql.org/docs/18/errcodes-appendix.html: deadlock_detected */
const DEADLOCK = '40P01';
const TRIES = 3;

/** Runs a transaction again that PostgreSQL ended because it and another waited for each other. */
export async function withoutDeadlock<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== DEADLOCK || attempt >= TRIES) throw error;
    }
  }
}
