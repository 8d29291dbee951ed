/** Numbers that depend on nothing but a name: the same world from the same seed, whatever is built first. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  between(low: number, high: number): number;
  integer(low: number, high: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  hex(digits: number): string;
  /** A source of its own for a part of the world. */
  fork(name: string): Random;
}

export function createRandom(seed: string): Random {
  let state = hash(seed);

  /** mulberry32: small, fast, and good enough for weather that nobody bets on. */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  const between = (low: number, high: number): number => low + next() * (high - low);
  const integer = (low: number, high: number): number => Math.floor(between(low, high + 1));
  return {
    next,
    between,
    integer,
    pick: (items) => items[integer(0, items.length - 1)] ?? items[0],
    hex: (digits) => Array.from({ length: digits }, () => integer(0, 15).toString(16)).join(''),
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}

/** 32-bit FNV-1a. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** Noise that is a function of time: the same at the same instant, between -1 and 1. */
export function noiseAt(name: string, step: number): number {
  let value = hash(`${name}:${step}`);
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return (((value ^ (value >>> 16)) >>> 0) / 2 ** 32) * 2 - 1;
}
