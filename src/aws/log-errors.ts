import type { Aws } from './execution.ts';
import { searchLogEvents } from './logs.ts';
import { compileFilterPattern } from '../model/filter-pattern/compile.ts';
import { FilterPatternError, type Matcher } from '../model/filter-pattern/matcher.ts';
import { levelOfJson, type LoggedEvent } from '../model/log-groups.ts';

export interface ErrorSearch {
  /** Half-open `[from, to)`. */
  readonly from: Date;
  readonly to: Date;
  readonly pattern: string;
  readonly jsonLevels: readonly string[];
  readonly mostEvents: number;
  readonly mostRequests: number;
}

export interface FoundErrors {
  /** Oldest first. */
  readonly errors: readonly LoggedEvent[];
  /** Events that the endpoint gave but that do not match: `0 ERRORS`, or everything from one that cannot filter. */
  readonly setAside: number;
  readonly requests: number;
  readonly complete: boolean;
}

/**
 * The errors of one log group: what matches the pattern, and JSON events of an error level. CloudWatch Logs cannot mix
 * terms and JSON conditions in one pattern, but a JSON event is also text: where the pattern is a choice of terms, the
 * levels are further terms (`?"\"level\":\"error\""`), and one request does instead of two. What comes back is decided
 * here once more.
 * @throws AwsFault
 */
export async function findErrors(aws: Aws, logGroupName: string, search: ErrorSearch): Promise<FoundErrors> {
  const levels = search.jsonLevels.map((level) => level.toLowerCase());
  const parts = await Promise.all(
    patternsFor(search.pattern, levels).map((filterPattern) =>
      searchLogEvents(aws, { ...search, logGroupName, filterPattern }),
    ),
  );
  const matches = matcherFor(search.pattern);
  const byId = new Map<string, LoggedEvent>();
  let setAside = 0;
  for (const { eventId, timestamp = 0, message = '', logStreamName } of parts.flatMap((part) => part.events)) {
    if (matches(message) || levels.includes(levelOfJson(message) ?? '')) {
      byId.set(eventId ?? `${logStreamName} ${timestamp} ${message}`, { at: new Date(timestamp), message });
    } else {
      setAside += 1;
    }
  }
  return {
    errors: [...byId.values()].toSorted((a, b) => a.at.getTime() - b.at.getTime()),
    setAside,
    requests: parts.reduce((sum, part) => sum + part.requests, 0),
    complete: parts.every((part) => part.complete),
  };
}

/** AWS's longest pattern. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const LONGEST_PATTERN = 1024;

function patternsFor(pattern: string, levels: readonly string[]): string[] {
  const terms = levels.flatMap(levelTerms).join(' ');
  if (terms === '') return [pattern];
  const together = `${pattern} ${terms}`;
  return isChoice(pattern) && together.length <= LONGEST_PATTERN ? [together] : [pattern, terms];
}

/** `?a ?b "?c d"`: nothing but terms of which one must be there. */
function isChoice(pattern: string): boolean {
  return /^(?:\?(?:\w+|"(?:[^"\\]|\\.)*")\s*)+$/.test(pattern.trim());
}

/** A level as it stands in JSON: in small letters, with a capital or in capitals, with a blank before it or without. */
function levelTerms(level: string): string[] {
  const spellings = new Set([level, `${level.slice(0, 1).toUpperCase()}${level.slice(1)}`, level.toUpperCase()]);
  return [...spellings].flatMap((spelling) =>
    ['', ' '].map((blank) => String.raw`?"\"level\":${blank}\"${spelling}\""`),
  );
}

/** What the pattern means; where it is beyond us, AWS's own answer stands. */
function matcherFor(pattern: string): Matcher {
  try {
    return compileFilterPattern(pattern);
  } catch (error) {
    if (error instanceof FilterPatternError) return () => true;
    throw error;
  }
}
