import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLiveWorld, type LiveWorld } from './live-world.ts';

const START = new Date('2026-11-23T08:00:00.000Z');
let live: LiveWorld | undefined;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2030-01-01T00:00:00.000Z') });
});

afterEach(() => {
  live?.stop();
  vi.useRealTimers();
});

test('a ticking clock goes along with the real one, to the millisecond', () => {
  live = createLiveWorld({ start: START, tick: true });
  vi.advanceTimersByTime(1234);
  expect(live.current().clock.now()).toEqual(new Date('2026-11-23T08:00:01.234Z'));
});

test('what is due happens though nobody asks', () => {
  live = createLiveWorld({ start: START, tick: true });
  const happened = vi.fn<() => void>();
  live.current().clock.after(5000, happened);
  vi.advanceTimersByTime(4999);
  expect(happened).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2000);
  expect(happened).toHaveBeenCalledOnce();
});

test('a clock that does not tick stands still', () => {
  live = createLiveWorld({ start: START, tick: false });
  vi.advanceTimersByTime(60_000);
  expect(live.current().clock.now()).toEqual(START);
});

test('without a beginning of its own, a world begins at the present, and again at every reset', () => {
  live = createLiveWorld({ tick: true });
  expect(live.current().clock.now()).toEqual(new Date('2030-01-01T00:00:00.000Z'));
  live.current().clock.advance(3_600_000);
  vi.advanceTimersByTime(10_000);
  expect(live.reset().clock.now()).toEqual(new Date('2030-01-01T00:00:10.000Z'));
});
