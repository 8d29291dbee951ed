import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAbsences } from './absences.ts';

const SPAN = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-04-01T00:00:00Z') };
const CALENDAR = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:test',
  'BEGIN:VEVENT',
  'UID:1',
  'DTSTAMP:20260101T000000Z',
  'DTSTART;VALUE=DATE:20260309',
  'SUMMARY:Skiing',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsbook-absences-'));
  server = createServer((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: '/alice.ics' }).end();
    else if (request.url === '/gone') response.writeHead(404).end();
    else if (request.url === '/endless') response.end('x'.repeat(3 * 1024 * 1024));
    else response.end(CALENDAR);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test('reads calendars from the web and from files, each with the days of its person', async () => {
  const file = join(folder, 'bob.ics');
  await writeFile(file, CALENDAR);
  const quietHours = { timezone: 'Asia/Tokyo', start: '22:00', end: '07:00', days: [] };
  const people = {
    alice: { name: 'Alice', absences: `${url}/alice.ics` },
    bob: { name: 'Bob', absences: file, quietHours },
    carol: { name: 'Carol' },
  };
  expect(await readAbsences(people, { span: SPAN, timezone: 'UTC' })).toEqual({
    absences: [
      { person: 'alice', start: new Date('2026-03-09'), end: new Date('2026-03-10'), summary: 'Skiing' },
      {
        person: 'bob',
        start: new Date('2026-03-08T15:00:00Z'),
        end: new Date('2026-03-09T15:00:00Z'),
        summary: 'Skiing',
      },
    ],
    warnings: [],
  });
});

test.each([
  ['/moved', 'it redirects, which is not followed'],
  ['/gone', 'it answers 404'],
  ['/endless', 'it is larger than 2 MiB'],
])('what cannot be read is a warning, and stops no other: %s', async (path, why) => {
  const people = {
    alice: { name: 'Alice', absences: `${url}${path}` },
    bob: { name: 'Bob', absences: `${url}/bob.ics` },
  };
  const { absences, warnings } = await readAbsences(people, { span: SPAN, timezone: 'UTC' });
  expect(warnings).toEqual([`absences of alice could not be read: ${why}`]);
  expect(absences.map(({ person }) => person)).toEqual(['bob']);
});

test('says of a file that there is none, or that it is no calendar, and never what the address was', async () => {
  const notes = join(folder, 'notes.txt');
  await writeFile(notes, 'call mum');
  const warningOf = async (absences: string) => {
    const read = await readAbsences({ alice: { name: 'Alice', absences } }, { span: SPAN, timezone: 'UTC' });
    return read.warnings.join();
  };
  expect(await warningOf(join(folder, 'none.ics'))).toBe('absences of alice could not be read: there is no such file');
  expect(await warningOf(folder)).toBe('absences of alice could not be read: it is no file');
  expect(await warningOf(notes)).toBe('absences of alice could not be read: it is no calendar that can be read');
  expect(await warningOf('http://127.0.0.1:1/secret-token.ics')).not.toContain('secret');
});
