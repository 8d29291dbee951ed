import type { PlannedCall, Reference } from '../../model/plan.ts';
import { plainJson } from '../../model/plan-hash.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Service } from '../service.ts';

/** An input of AWS's in which any value may be one that an earlier step brings. */
export type Referable<T> =
  | Reference
  | (T extends Date
      ? string
      : T extends readonly (infer Item)[]
        ? readonly Referable<Item>[]
        : T extends object
          ? { readonly [Key in keyof T]: Referable<T[Key]> }
          : T);

type Input<T> = { readonly [Key in keyof T]: Referable<T[Key]> };

/** An operation as a function that calls nothing: it gives the call as data, for a plan. */
export function planned<I extends object>(service: Service, operation: string) {
  return (input: Input<I>, region?: string): PlannedCall => {
    const plain = plainJson(input);
    return { service, operation, input: isJsonObject(plain) ? plain : {}, ...(region !== undefined && { region }) };
  };
}
