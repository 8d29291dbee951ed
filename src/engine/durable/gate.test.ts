import { describe, expect, test } from 'vitest';
import { createGate } from './gate.ts';

describe('a gate', () => {
  test('lets so many in at once, the others in their order', async () => {
    const gate = createGate(2);
    const happened: string[] = [];
    const steps = ['a', 'b', 'c', 'd'].map((name) => stepThrough(gate, name, happened));
    await turns();
    expect(happened).toEqual(['a in', 'b in']);
    steps[1]?.end();
    await turns();
    expect(happened).toEqual(['a in', 'b in', 'b out', 'c in']);
    for (const step of steps) step.end();
    await Promise.all(steps.map(({ done }) => done));
    expect(happened.at(-1)).toBe('d out');
  });

  test('that closes lets out who is in, and nobody in who waits before it', async () => {
    const gate = createGate(1);
    const happened: string[] = [];
    const [inside] = ['a', 'b'].map((name) => stepThrough(gate, name, happened));
    await turns();
    const closed = gate.close(60_000);
    stepThrough(gate, 'late', happened);
    inside?.end();
    expect(await closed).toBe('empty');
    await turns();
    expect(happened).toEqual(['a in', 'a out']);
    expect(gate.state).toBe('closed');
  });

  test('that nobody is in is closed at once, and one that somebody does not leave, late', async () => {
    expect(await createGate(1).close(60_000)).toBe('empty');
    const gate = createGate(1);
    stepThrough(gate, 'a', []);
    await turns();
    expect(await gate.close(5)).toBe('late');
  });

  test('is left also by who fails', async () => {
    const gate = createGate(1);
    const failing = gate.through(async (enter) => {
      await enter();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await gate.close(60_000)).toBe('empty');
  });
});

function stepThrough(gate: ReturnType<typeof createGate>, name: string, happened: string[]) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const done = gate.through(async (enter) => {
    await enter();
    happened.push(`${name} in`);
    await ended;
    happened.push(`${name} out`);
  });
  return { end: () => end(), done };
}

/** Lets everything happen that waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
