import { expect, test } from 'vitest';
import { remoteOffice } from './remote-desk.ts';

test('a token does not go over a network in the clear', () => {
  expect(() => remoteOffice('http://ops.example.org', 'opsb_x')).toThrow(/the token would go there in the clear/);
  expect(() => remoteOffice('http://127.0.0.1.example.org', 'opsb_x')).toThrow(/in the clear/);
  for (const fine of [
    'https://ops.example.org',
    'http://localhost:4600',
    'http://127.0.0.1:4600',
    'http://[::1]:4600',
  ]) {
    expect(() => remoteOffice(fine, 'opsb_x')).not.toThrow();
  }
});

test('what is no address is said to be none', () => {
  expect(() => remoteOffice('ops.example.org', undefined)).toThrow(/expected a URL, e.g. https/);
  expect(() => remoteOffice('file:///etc/passwd', undefined)).toThrow(/expected a URL/);
});
