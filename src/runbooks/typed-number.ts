import { z } from 'zod';

const SHAPE = /^\d{1,9}$/;

/** A count as it is typed: digits alone, so that `1e3`, `0x10` and an empty text are none, and within AWS's integers. */
export function wholeNumber(least = 0) {
  const error = `expected a whole number, ${least} to 999999999`;
  return z
    .string({ error })
    .regex(SHAPE, { error })
    .transform(Number)
    .refine((count) => count >= least, { error });
}

/** A number with decimals as it is typed. */
export function decimalNumber(error: string) {
  return z
    .string({ error })
    .regex(/^\d{1,9}(\.\d{1,9})?$/, { error })
    .transform(Number);
}
