import type { Signal } from '../../model/incident/signal.ts';
import type { Kept } from '../../store/respond-tables.ts';

/** From JSON, as it was kept. */
export function signalOf({ at, details, ...rest }: Kept<Signal>): Signal {
  return { ...rest, at: new Date(at), details: { ...details } };
}
