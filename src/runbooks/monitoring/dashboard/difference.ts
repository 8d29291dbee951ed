import type { Json, JsonObject } from '../../../model/json.ts';
import type { Widget } from '../../../model/monitoring.ts';
import { canonical } from '../../../model/plan-hash.ts';
import { linesOf } from './metrics.ts';
import { propertiesOf, titleOf } from './place.ts';

/** What becomes of a dashboard's widgets, which people know by their titles. */
export interface Difference {
  /** Those that go or change, as they are. */
  readonly before: JsonObject;
  /** Those that come or change, as they will be. */
  readonly after: JsonObject;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

export function difference(had: readonly Widget[], wanted: readonly Widget[]): Difference {
  const [before, after] = [byTitle(had), byTitle(wanted)];
  const removed = [...before.keys()].filter((title) => !after.has(title));
  const added = [...after.keys()].filter((title) => !before.has(title));
  const changed = [...after.keys()].filter((title) => {
    const known = before.get(title);
    return known !== undefined && canonical(known) !== canonical(after.get(title));
  });
  const whole = (all: ReadonlyMap<string, Widget>, titles: readonly string[]) =>
    titles.map((title) => [title, wordsFor(all.get(title) ?? {})] as const);
  const fields = changed.map((title) => [title, changedIn(before.get(title) ?? {}, after.get(title) ?? {})] as const);
  return {
    before: Object.fromEntries([
      ...whole(before, removed),
      ...fields.map(([title, all]) => [title, Object.fromEntries(all.map(([key, old]) => [key, old]))] as const),
    ]),
    after: Object.fromEntries([
      ...whole(after, added),
      ...fields.map(([title, all]) => [title, Object.fromEntries(all.map(([key, , now]) => [key, now]))] as const),
    ]),
    added,
    removed,
    changed,
  };
}

/** A whole widget as one would say it. */
function wordsFor(widget: Widget): string {
  const { type } = widget;
  if (type !== 'metric') return typeof type === 'string' ? type : 'of no type';
  const lines = linesOf(widget);
  const metrics = [
    ...new Set(lines.map(({ shown }) => (shown ? `${shown.namespace} ${shown.metric}` : 'metric math'))),
  ];
  return `graph of ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}: ${metrics.join(', ')}`;
}

/** What differs in a widget: where it stands and, one by one, its properties. */
function changedIn(had: Widget, has: Widget): (readonly [key: string, before: Json, after: Json])[] {
  const flat = ({ properties: _properties, ...own }: Widget, inner: JsonObject) => ({ ...own, ...inner });
  const [before, after] = [flat(had, propertiesOf(had)), flat(has, propertiesOf(has))];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const [old, now] = [canonical(before[key]), canonical(after[key])];
    return old === now ? [] : [[key, shortened(before[key], old), shortened(after[key], now)] as const];
  });
}

/** Lists and objects in one line: what is compared is the text. */
function shortened(value: Json | undefined, text: string): Json {
  return typeof value === 'object' ? text : (value ?? null);
}

/** Widgets of one title are told apart by their number. */
function byTitle(widgets: readonly Widget[]): Map<string, Widget> {
  const all = new Map<string, Widget>();
  for (const [index, widget] of widgets.entries()) {
    const title = titleOf(widget, index);
    let name = title;
    for (let number = 2; all.has(name); number += 1) name = `${title} (${number})`;
    all.set(name, widget);
  }
  return all;
}
