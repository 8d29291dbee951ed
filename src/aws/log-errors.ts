import type { Aws } from './execution.ts';
import { countWithInsights } from './log-insights.ts';
import { searchLogEvents } from './logs.ts';
import { settled } from './read.ts';
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
  /** Whether Logs Insights may count what is too much to read. */
  readonly insights: boolean;
}

export interface FoundErrors {
  /** Oldest first. */
  readonly errors: readonly LoggedEvent[];
  /** Events that the endpoint gave but that do not match: `0 ERRORS`, or everything from one that cannot filter. */
  readonly setAside: number;
  readonly requests: number;
  readonly complete: boolean;
  /** All there are, by Logs Insights, where the search was ended before it had read them. */
  readonly counted: number | undefined;
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
  const complete = parts.every((part) => part.complete);
  return {
    errors: [...byId.values()].toSorted((a, b) => a.at.getTime() - b.at.getTime()),
    setAside,
    requests: parts.reduce((sum, part) => sum + part.requests, 0),
    complete,
    counted: complete ? undefined : await countAll(aws, logGroupName, search, levels),
  };
}

/** Where Insights may not be asked, what was read still stands: "at least". */
async function countAll(
  aws: Aws,
  logGroupName: string,
  { from, to, pattern, insights }: ErrorSearch,
  levels: readonly string[],
): Promise<number | undefined> {
  if (!insights || !isChoice(pattern)) return undefined;
  const like = [...choices(pattern).map(escaped), ...levels.map(levelExpression)].join('|');
  const counted = await settled(countWithInsights(aws, { logGroupName, from, to, like }));
  return counted.ok ? counted.value : undefined;
}

/** The terms of `?a ?b ?"c d"`. */
function choices(pattern: string): string[] {
  return [...pattern.matchAll(/\?(?:(\w+)|"((?:[^"\\]|\\.)*)")/g)].map(
    ([, word, quoted = '']) => word ?? quoted.replaceAll(/\\(.)/g, '$1'),
  );
}

function escaped(term: string): string {
  return term.replaceAll(/[\\/^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** `"level":"error"` with or without a blank, in small letters, with a capital or in capitals. */
function levelExpression(level: string): string {
  return `"level": ?"(${spellings(level).map(escaped).join('|')})"`;
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
  return spellings(level).flatMap((spelling) =>
    ['', ' '].map((blank) => String.raw`?"\"level\":${blank}\"${spelling}\""`),
  );
}

function spellings(level: string): string[] {
  return [...new Set([level, `${level.slice(0, 1).toUpperCase()}${level.slice(1)}`, level.toUpperCase()])];
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
