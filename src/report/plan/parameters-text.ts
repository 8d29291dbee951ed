import type { JsonObject } from '../../model/json.ts';
import { textOf } from '../../model/plan-diff.ts';

/** Parameters as they are typed: `key=value`; what has no value is left out. */
export function parameterTexts(parameters: JsonObject): string[] {
  return Object.entries(parameters).flatMap(([key, value]) => {
    const text = Array.isArray(value) ? value.map(textOf).join(',') : textOf(value ?? null);
    return text === null || text === '' ? [] : [`${key}=${text}`];
  });
}
