import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { Widget } from '../../../model/monitoring.ts';

/** Columns of a dashboard. */
const COLUMNS = 24;
const WIDTH = 12;
const HEIGHT = 6;
/** These look into a region, the others at nothing or everywhere. */
const REGIONAL = ['metric', 'log', 'explorer'];

/** Widgets with all that CloudWatch wants to know: those that do not say where they stand follow each other, row by row. */
export function placeWidgets(widgets: readonly Widget[], region: string): Widget[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return widgets.map((widget) => {
    const { width = WIDTH, height = HEIGHT } = widget;
    const properties = propertiesOf(widget);
    const whole = {
      ...widget,
      width,
      height,
      properties: REGIONAL.includes(textOf(widget['type'])) ? { region, ...properties } : properties,
    };
    if (typeof widget['x'] === 'number' && typeof widget['y'] === 'number') return whole;
    const [columns, rows] = [numberOf(width, WIDTH), numberOf(height, HEIGHT)];
    if (x + columns > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const placed = { ...whole, x, y };
    x += columns;
    rowHeight = Math.max(rowHeight, rows);
    return placed;
  });
}

export function propertiesOf({ properties }: Widget): JsonObject {
  return isJsonObject(properties) ? properties : {};
}

/** What people know a widget by: its title, its first line of text, or its place in the list. */
export function titleOf(widget: Widget, index: number): string {
  const { title, markdown } = propertiesOf(widget);
  if (typeof title === 'string' && title !== '') return title;
  if (typeof markdown === 'string') return markdown.split('\n')[0]?.replace(/^#+\s*/, '') ?? '';
  return `widget ${index + 1}`;
}

function numberOf(value: Json | undefined, other: number): number {
  return typeof value === 'number' ? value : other;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
