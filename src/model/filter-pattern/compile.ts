import { compileFields } from './fields.ts';
import { compileJson } from './json.ts';
import { FilterPatternError, type Matcher, regexOf } from './matcher.ts';

/**
 * A filter pattern of CloudWatch Logs as a function of a message: terms, `{ JSON conditions }` or `[fields]`. An empty
 * pattern matches everything.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @throws FilterPatternError for what CloudWatch Logs would refuse
 */
export function compileFilterPattern(pattern: string): Matcher {
  const text = pattern.trim();
  if (text.startsWith('{')) return compileJson(text);
  if (text.startsWith('[')) return compileFields(text);
  return compileTerms(text);
}

interface Term {
  readonly sign: '?' | '-' | '';
  readonly in: Matcher;
}

/**
 * Terms must all be there, those behind a minus must not be, and of those behind question marks one must be. Question
 * marks beside other terms are ignored by AWS, and with them what they ask for.
 */
function compileTerms(text: string): Matcher {
  const terms = termsOf(text);
  const any = terms.filter(({ sign }) => sign === '?');
  const rest = terms.filter(({ sign }) => sign !== '?');
  if (terms.length > 0 && rest.length === 0) return (message) => any.some((term) => term.in(message));
  return (message) => rest.every((term) => term.in(message) === (term.sign !== '-'));
}

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s"]+))/y;

function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    TERM.lastIndex = at;
    const found = TERM.exec(text);
    if (!found) throw new FilterPatternError(`Invalid term at character ${at + 1} of the filter pattern`);
    terms.push({ sign: found[1] === '?' || found[1] === '-' ? found[1] : '', in: termMatcher(found) });
    at = TERM.lastIndex;
  }
  return terms;
}

function termMatcher([, , quoted, regex, word]: RegExpExecArray): Matcher {
  if (regex !== undefined) {
    const expression = regexOf(regex);
    return (message) => expression.test(message);
  }
  if (quoted !== undefined) {
    const phrase = quoted.replace(/\\(.)/g, '$1');
    return (message) => message.includes(phrase);
  }
  const term = word ?? '';
  if (!/^\w+$/.test(term)) throw new FilterPatternError(`Invalid character(s) in term '${term}'`);
  return (message) => containsWord(message, term);
}

/**
 * Whether a word ends with the term: `Exception` is in `NullPointerException` and in `ExceptionHandler`, but `ERROR` is
 * not in `0 ERRORS`.
 */
function containsWord(message: string, term: string): boolean {
  const upper = /[A-Z]$/.test(term);
  for (let at = message.indexOf(term); at >= 0; at = message.indexOf(term, at + 1)) {
    const next = message[at + term.length] ?? ' ';
    const goesOn = upper ? /[A-Z]/.test(next) : /[a-z]/.test(next);
    if (!goesOn) return true;
  }
  return false;
}
