import type { Random } from '../../random.ts';
import type { LogEvent } from '../logs.ts';
import { HOUR_MS, MINUTE_MS } from '../seed.ts';

const STREAMS = ['web/1', 'web/2', 'api/1'] as const;

/** Lines of one kind, spread over a span that ends some time before the world begins. */
interface Kind {
  readonly count: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly line: (random: Random, index: number) => string;
}

/**
 * The application's last three hours: forty errors of three kinds in the last one, five more as JSON in small letters,
 * one before it, and what looks like an error but is none.
 */
export function applicationEvents(start: Date, random: Random): LogEvent[] {
  return logged(start, random, [
    { count: 160, fromMs: 3 * HOUR_MS, toMs: 0, line: served },
    { count: 1, fromMs: 3 * HOUR_MS, toMs: 2.9 * HOUR_MS, line: () => 'ERROR Configuration reloaded twice' },
    { count: 22, fromMs: 46 * MINUTE_MS, toMs: MINUTE_MS, line: timedOut },
    { count: 13, fromMs: 46 * MINUTE_MS, toMs: 2 * MINUTE_MS, line: threw },
    { count: 5, fromMs: 50 * MINUTE_MS, toMs: 12 * MINUTE_MS, line: declined },
    { count: 5, fromMs: 40 * MINUTE_MS, toMs: 3 * MINUTE_MS, line: asJson },
    { count: 2, fromMs: 55 * MINUTE_MS, toMs: 5 * MINUTE_MS, line: () => 'INFO Nightly import finished, 0 ERRORS' },
    { count: 12, fromMs: HOUR_MS, toMs: 0, line: () => '{"level":"info","msg":"cache refreshed","error":null}' },
  ]);
}

/** Reports are made, and nothing goes wrong. */
export function quietEvents(start: Date, random: Random): LogEvent[] {
  return logged(start, random, [
    { count: 40, fromMs: 2 * HOUR_MS, toMs: 0, line: (dice) => `INFO Report ${dice.integer(1, 900)} sent` },
  ]);
}

function logged(start: Date, random: Random, kinds: readonly Kind[]): LogEvent[] {
  return kinds.flatMap(({ count, fromMs, toMs, line }) =>
    Array.from({ length: count }, (_, index) => ({
      timestamp: Math.round(start.getTime() - random.between(Math.max(toMs, 1), fromMs)),
      message: line(random, index),
      logStreamName: random.pick([...STREAMS]),
    })),
  );
}

function served(random: Random): string {
  const path = random.pick(['/orders', '/orders/search', '/basket', '/health']);
  return `INFO GET ${path} 200 ${random.integer(4, 190)} ms`;
}

function timedOut(random: Random): string {
  return `ERROR Database connection timed out after ${random.integer(5000, 5200)} ms (pool orders, waiting ${random.integer(20, 90)})`;
}

function threw(random: Random): string {
  return (
    `ERROR Request ${random.hex(16)} failed: java.sql.SQLTransientConnectionException: no connection available\n` +
    '\tat com.example.orders.OrderRepository.find(OrderRepository.java:88)'
  );
}

function declined(random: Random): string {
  return `FATAL Payment for order ${random.integer(40_000, 49_000)} was taken but not recorded`;
}

function asJson(random: Random): string {
  return JSON.stringify({
    level: 'error',
    msg: `queue worker gave up on job ${random.integer(100, 999)}`,
    service: 'worker',
  });
}
