import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { oneLine, plainText } from './text.ts';

const MAX_CHARS = 20_000;
const MAX_TEXT_CHARS = 2000;
const MAX_ENTRIES = 100;
const MAX_DEPTH = 8;
const NAME_CHARS = 100;

/** What a source says of a problem, as much of it as is worth keeping: about twenty thousand characters, eight deep. */
export function detailsOf(source: JsonObject): JsonObject {
  const room = { chars: MAX_CHARS };
  return boundedObject(source, 1, room);
}

/** How much may still be taken; shared by all of one signal's details, and counted down. */
interface Room {
  chars: number;
}

function boundedObject(source: JsonObject, depth: number, room: Room): JsonObject {
  const kept = new Map<string, Json>();
  for (const [name, value] of Object.entries(source).slice(0, MAX_ENTRIES)) {
    const key = oneLine(name, NAME_CHARS);
    if (value === undefined || key === '__proto__' || room.chars <= 0) continue;
    room.chars -= key.length + 4;
    kept.set(key, bounded(value, depth + 1, room));
  }
  return Object.fromEntries(kept);
}

function bounded(value: Json, depth: number, room: Room): Json {
  if (typeof value === 'string') {
    const text = plainText(value, Math.max(1, Math.min(MAX_TEXT_CHARS, room.chars)));
    room.chars -= text.length;
    return text;
  }
  // JSON writes neither infinity nor -0, but reads 1e999 and -0 as such.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value === 'boolean' || value === null) return value;
  if (depth > MAX_DEPTH) return '…';
  if (isJsonObject(value)) return boundedObject(value, depth, room);
  return boundedList(value, depth, room);
}

function boundedList(list: readonly Json[], depth: number, room: Room): Json[] {
  const kept: Json[] = [];
  for (const value of list.slice(0, MAX_ENTRIES)) {
    if (room.chars <= 0) break;
    room.chars -= 4;
    kept.push(bounded(value, depth + 1, room));
  }
  return kept;
}
