import type { AccountState, RegionState } from './world/state.ts';
import type { World } from './world/world.ts';

/** What a handler knows beside its input: whose request it is, where, and what time it is there. */
export interface SandboxContext {
  readonly world: World;
  readonly account: AccountState;
  readonly region: RegionState;
  /** The virtual clock's instant. */
  readonly now: Date;
  readonly requestId: string;
  readonly accessKeyId: string;
}

type InputOf<C> = C extends abstract new (...input: never[]) => { readonly input: infer I extends object } ? I : never;
type OutputOf<C> = C extends abstract new (...input: never[]) => {
  resolveMiddleware(...parts: never[]): (...args: never[]) => Promise<{ output: infer O }>;
}
  ? Omit<O, '$metadata'>
  : never;

/** A service's behaviour, one function an operation, its input and output typed by the SDK's own Command classes. */
export type Handlers<Module> = {
  readonly [K in keyof Module as K extends `${infer Operation}Command` ? Operation : never]?: (
    input: InputOf<Module[K]>,
    context: SandboxContext,
  ) => OutputOf<Module[K]>;
};

/** The same with its types worn off, as the dispatcher and the wire use it. */
export type HandlerTable = Readonly<Record<string, ((input: never, context: SandboxContext) => object) | undefined>>;
