import { expect, test } from 'vitest';
import type { StepHandle } from '../define.ts';
import { filled, filledIn } from './drill-text.ts';

const SOURCES = { database: handle('address'), network: handle('network'), compute: handle('compute') };

test('what a step brings is referred to, in the middle of a text and alone', () => {
  expect(filled('${network.vpc_id}', SOURCES)).toEqual({ $step: 'network', path: '"vpc_id"' });
  expect(filled('http://${compute.load-balancer}:8080/health', SOURCES)).toEqual({
    $join: ['http://', { $step: 'compute', path: '"load-balancer"' }, ':8080/health'],
  });
  expect(filled('postgres://${database.address}:${database.port}', SOURCES)).toEqual({
    $join: [
      'postgres://',
      { $step: 'address', path: 'DBInstance.Endpoint.Address' },
      ':',
      { $step: 'address', path: 'DBInstance.Endpoint.Port' },
    ],
  });
});

test('a secret stays a name, and a text without places stays as it is', () => {
  expect(filled('https://u:${env:DRILL_PASSWORD}@host/', SOURCES)).toEqual({
    $join: ['https://u:', '${env:DRILL_PASSWORD}', '@host/'],
  });
  expect(filled('https://drill.example.com/', SOURCES)).toBe('https://drill.example.com/');
  expect(filled('', SOURCES)).toBe('');
});

test('texts are filled wherever they are in a value; numbers and lists stay what they are', () => {
  expect(filledIn({ hosts: ['${database.address}', 'x'], replicas: 2, on: true, none: null }, SOURCES)).toEqual({
    hosts: [{ $step: 'address', path: 'DBInstance.Endpoint.Address' }, 'x'],
    replicas: 2,
    on: true,
    none: null,
  });
});

test('a name that nothing brings is refused, and so is an output of a layer that there is not', () => {
  expect(() => filled('${databse.address}', SOURCES)).toThrow(/\$\{databse.address\} names nothing/);
  expect(() => filled('${compute.host}', { ...SOURCES, compute: undefined })).toThrow(/names nothing/);
  expect(() => filled('${network}', SOURCES)).toThrow(/names nothing/);
});

function handle(key: string): StepHandle {
  return { key, answer: (path) => ({ $step: key, path }) };
}
