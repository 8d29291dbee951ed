/**
 * How long properties of what comes from outside are tried: a few hundred runs each, or as many as go into `FUZZ_MS`
 * milliseconds each. (Variables that begin with OPSBOOK_ reach no test.)
 */
const FUZZ_MS = Number(process.env['FUZZ_MS'] ?? '0');

export const FUZZ =
  FUZZ_MS > 0
    ? { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: FUZZ_MS, markInterruptAsFailure: false }
    : { numRuns: 200, interruptAfterTimeLimit: 10_000, markInterruptAsFailure: false };

/** Of a test with one such property. */
export const FUZZ_TIMEOUT_MS = FUZZ.interruptAfterTimeLimit + 30_000;
