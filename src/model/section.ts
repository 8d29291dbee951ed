import type { JsonObject } from './json.ts';

export interface Column {
  readonly key: string;
  readonly label: string;
  /** How a report prints the values; the values themselves are plain JSON. */
  readonly format?: 'text' | 'number' | 'usd' | 'bytes' | 'percent' | 'date' | 'instant';
}

/** One line of a plot. `null` is a gap in the data and is drawn as one. */
export interface PlotSeries {
  readonly label: string;
  readonly points: readonly { readonly at: string; readonly value: number | null }[];
}

/** What a report that can draw shows above the table: bars by day, or lines with a limit and a forecast. */
export interface Plot {
  readonly kind: 'bar' | 'line';
  readonly title: string;
  readonly unit: 'number' | 'usd' | 'bytes' | 'percent';
  readonly series: readonly PlotSeries[];
  /** A horizontal line the series must not cross. */
  readonly limit?: { readonly label: string; readonly value: number };
  readonly forecast?: {
    readonly label: string;
    readonly points: readonly {
      readonly at: string;
      readonly low: number;
      readonly mid: number;
      readonly high: number;
    }[];
  };
}

/** A part of a report that tells rather than judges: a table, with sentences and plots where they help. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly JsonObject[];
  /** Why the section is empty or not whole, or null. */
  readonly note: string | null;
  /** Paragraphs computed from the data, in front of the table. */
  readonly text?: readonly string[];
  readonly plots?: readonly Plot[];
  /** Names that a later result is compared with, by `account/region`. */
  readonly inventory?: Readonly<Record<string, readonly string[]>>;
}
