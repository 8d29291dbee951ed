import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { AwsFault } from '../../aws/fault.ts';
import { Refused, UsageError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import { plainJson } from '../../model/plan-hash.ts';
import { plain } from '../../report/text/plain.ts';
import { DatabaseUnavailable, isDatabaseGone } from '../../store/unavailable.ts';

const LONGEST_TEXT = 20_000;
const MOST_ITEMS = 500;
/** About 40,000 tokens: an answer that leaves an assistant room to think. */
const LONGEST_ANSWER = 160_000;

/** A tool's answer as one JSON document, in which whatever others wrote stays inside its strings, and visible. */
export function answerOf(value: unknown): CallToolResult {
  const text = documentOf(value);
  if (text.length > LONGEST_ANSWER) {
    const size = `${Math.round(text.length / 1000)}k characters, at most ${LONGEST_ANSWER / 1000}k are given`;
    return told(new UsageError(`the answer would have ${size}: ask for less of it`));
  }
  return { content: [{ type: 'text', text }] };
}

/** What went wrong as an answer, in one sentence; of what nobody expected, the rest is for whoever runs the server. */
export function failureOf(error: unknown, tool: string, tell: (line: string) => void): CallToolResult {
  if (isForPeople(error)) return told(error);
  if (isDatabaseGone(error)) return told(new UsageError('the database does not answer at the moment: try again'));
  tell(`opsbook mcp: ${tool}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return told(new Error(`something that should not happen did in ${tool}: the log of opsbook mcp says what`));
}

function isForPeople(error: unknown): error is Error {
  return [UsageError, Refused, DatabaseUnavailable, AwsFault].some((kind) => error instanceof kind);
}

function told({ message }: Error): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: documentOf({ error: plain(message) }) }] };
}

function documentOf(value: unknown): string {
  // What cannot be seen could hide something from a person who reads along: it is written as an escape.
  return JSON.stringify(cut(plainJson(value)), null, 1).replaceAll(UNSEEN, escaped);
}

const UNSEEN = /[\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u0080-\u009f\u115f\u1160\u3164\uffa0]/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}

/** Long texts and lists cut, and marked where they are. */
function cut(value: Json): Json {
  if (typeof value === 'string' && value.length > LONGEST_TEXT) {
    return `${value.slice(0, LONGEST_TEXT)}… (${value.length - LONGEST_TEXT} more characters)`;
  }
  if (Array.isArray(value)) {
    const items: Json[] = value.slice(0, MOST_ITEMS).map((item: Json) => cut(item));
    return value.length > MOST_ITEMS ? [...items, `… (${value.length - MOST_ITEMS} more)`] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, Json | undefined]) => [key, cut(member ?? null)]),
  );
}
