import { isJsonObject, type Json } from '../../../model/json.ts';
import type { Widget } from '../../../model/monitoring.ts';
import { propertiesOf } from './place.ts';

/** A line of a graph, in full; undefined of metric math and what is written wrongly. */
export interface ShownMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: ReadonlyMap<string, string>;
}

export interface GraphLine {
  /** What is written, without options. */
  readonly words: readonly Json[];
  readonly shown: ShownMetric | undefined;
}

/**
 * The lines of a graph. `.` stands for what is in its place in the line before, `...` for all but the last of it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Metrics-Array-Format
 */
export function linesOf(widget: Widget): GraphLine[] {
  const { metrics } = propertiesOf(widget);
  if (!isList(metrics)) return [];
  let before: readonly Json[] = [];
  return metrics.map((line) => {
    const words = isList(line) ? line.filter((word) => !isJsonObject(word)) : [];
    const whole = inFull(words, before);
    // A line of metric math has options only, and is no model for the next.
    if (words.length > 0) before = whole;
    return { words: whole, shown: metricOf(whole) };
  });
}

function inFull(words: readonly Json[], before: readonly Json[]): readonly Json[] {
  const at = words.indexOf('...');
  const unfolded =
    at === -1
      ? words
      : [...words.slice(0, at), ...before.slice(at, before.length - (words.length - at - 1)), ...words.slice(at + 1)];
  return unfolded.map((word, index) => (word === '.' ? (before[index] ?? word) : word));
}

function metricOf(words: readonly Json[]): ShownMetric | undefined {
  const texts = words.filter((word): word is string => typeof word === 'string');
  const [namespace, metric, ...pairs] = texts;
  if (namespace === undefined || metric === undefined || texts.length !== words.length || pairs.length % 2 !== 0) {
    return undefined;
  }
  const dimensions = new Map<string, string>();
  for (let at = 0; at < pairs.length; at += 2) dimensions.set(pairs[at] ?? '', pairs[at + 1] ?? '');
  return { namespace, metric, dimensions };
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
