import type { ColumnType } from 'kysely';
import type { Json } from '../model/json.ts';

/** JSON as it is read; written through `stored` (json.ts). */
export type Document = ColumnType<Json, string, string>;
export type OptionalDocument = ColumnType<Json | null, string | null, string | null>;
export type Instant = ColumnType<Date, Date, Date>;
export type OptionalInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** JSON of a shape that only this program writes. */
export type Shaped<T> = ColumnType<T, string, string>;
export type OptionalShaped<T> = ColumnType<T | null, string | null, string | null>;
export type Identity = ColumnType<number, never, never>;
