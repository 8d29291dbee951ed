import { expect, test } from 'vitest';
import { testTiming } from '../../test/answers.ts';
import { createBudget } from './budget.ts';

/** AWS as a token bucket: so many requests a second, the rest is throttled. */
async function askFor(seconds: number, allowed: (at: number) => number) {
  const timing = testTiming();
  const budget = createBudget({ concurrency: 10 }, timing);
  let tokens = allowed(0);
  let filledAt = 0;
  const outcomes: { at: number; throttled: boolean }[] = [];
  while (timing.now() < seconds * 1000) {
    const done = await budget.acquire();
    await timing.sleep(10);
    const now = timing.now();
    tokens = Math.min(tokens + ((now - filledAt) / 1000) * allowed(now), allowed(now));
    filledAt = now;
    const throttled = tokens < 1;
    if (throttled) budget.throttled();
    else {
      tokens -= 1;
      budget.succeeded();
    }
    outcomes.push({ at: now, throttled });
    done();
  }
  return { outcomes, rate: budget.rate() };
}

test('nothing is slowed down while AWS is content', async () => {
  const { outcomes, rate } = await askFor(2, () => 1000);
  expect(outcomes.filter(({ throttled }) => throttled)).toEqual([]);
  expect(rate).toBe(Infinity);
});

test('a throttled service is asked more slowly, until few requests are throttled', async () => {
  const { outcomes } = await askFor(60, () => 5);
  const late = outcomes.filter(({ at }) => at > 20_000);
  const throttled = late.filter((outcome) => outcome.throttled).length;
  expect(throttled / late.length).toBeLessThan(0.15);
  // Backing off must not mean giving up: most of what AWS allows is used.
  expect((late.length - throttled) / 40).toBeGreaterThan(3);
});

test('speed comes back when AWS is content again', async () => {
  const { rate } = await askFor(60, (at) => (at < 5000 ? 2 : 1000));
  expect(rate).toBe(Infinity);
});

test('a documented limit is kept from the first request', async () => {
  const timing = testTiming();
  const budget = createBudget({ concurrency: 1, ratePerSecond: 2 }, timing);
  for (let request = 0; request < 10; request += 1) (await budget.acquire())();
  expect(timing.now()).toBeGreaterThanOrEqual(4500);
});
