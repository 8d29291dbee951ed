import type { JsonObject } from '../../../model/json.ts';
import type { Widget } from '../../../model/monitoring.ts';
import { canonical } from '../../../model/plan-hash.ts';
import { titleOf } from './place.ts';

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
  const only = (all: ReadonlyMap<string, Widget>, titles: readonly string[]) =>
    Object.fromEntries(titles.map((title) => [title, all.get(title) ?? null]));
  return {
    before: only(before, [...removed, ...changed]),
    after: only(after, [...added, ...changed]),
    added,
    removed,
    changed,
  };
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
