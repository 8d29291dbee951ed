import { expect, test } from 'vitest';
import { compileFilterPattern } from './compile.ts';
import { FilterPatternError } from './matcher.ts';

const alb = (status: number) =>
  `https 2026-11-23T07:00:00Z app/production-alb/50dc 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 0.000 ${status} ${status} 34 366 "GET https://x:443/ HTTP/1.1" "curl/7.46.0" - -`;

test.each([
  ['', 'anything', true],
  ['ERROR', '[ERROR 400] BAD REQUEST', true],
  ['ERROR', '[error 400] bad request', false],
  ['ERROR', 'WARN slow; no ERRORS? just slow', false],
  ['Exception', 'java.lang.NullPointerException: x', true],
  ['Exception', 'in ExceptionHandler.run', true],
  ['ERROR ARGUMENTS', 'ERROR 419 MISSING ARGUMENTS', true],
  ['ERROR ARGUMENTS', 'ERROR 401 UNAUTHORIZED', false],
  ['?ERROR ?FATAL', 'FATAL out of memory', true],
  ['?ERROR ?FATAL', 'WARN out of patience', false],
  ['ERROR -ARGUMENTS', 'ERROR 419 MISSING ARGUMENTS', false],
  ['-ERROR', 'INFO fine', true],
  ['"INTERNAL SERVER ERROR"', 'ERROR 500: INTERNAL SERVER ERROR', true],
  ['"INTERNAL SERVER"', 'INTERNAL ERROR SERVER', false],
  [String.raw`?ERROR ?"\"level\":\"error\""`, '{"level":"error"}', true],
  ['%AUTHORIZED%', '[ERROR 401] UNAUTHORIZED', true],
  ['%[Ee]rror|fatal%', 'an Error', true],
  ['{ $.level = "error" }', '{"level":"error","msg":"x"}', true],
  ['{ $.level = "error" }', '{"level":"Error"}', false],
  ['{ $.level = "error" }', 'level error', false],
  ['{ $.status >= 500 }', '{"status":503}', true],
  ['{ $.status = 404 }', '{"status":"404"}', true],
  ['{ $.eventType = "Update*" }', '{"eventType":"UpdateTrail"}', true],
  ['{ $.a.b[1].c = 7 }', '{"a":{"b":[{"c":1},{"c":7}]}}', true],
  ['{ $.a[*].c = 7 }', '{"a":[{"c":1},{"c":7}]}', true],
  ['{ $.x NOT EXISTS }', '{"y":1}', true],
  ['{ $.x IS NULL }', '{"x":null}', true],
  ['{ $.ok IS FALSE }', '{"ok":true}', false],
  ['{ ($.a = 1) && ($.b = 2 || $.b = 3) }', '{"a":1,"b":3}', true],
  ['{ $.a = 1 || $.b = 2 && $.c = 3 }', '{"a":1}', true],
  ['{ $.ip != 10.* }', '{"ip":"192.168.0.1"}', true],
  ['{ $.msg = %time ?out% }', '{"msg":"a timeout"}', true],
  ['[ip, user, status=4*]', '127.0.0.1 frank 404', true],
  ['[ip, user, status=4*]', '127.0.0.1 frank 200', false],
  ['[ip, user, status]', '127.0.0.1 frank 404 extra', false],
  ['[..., status=4*, size > 1000]', '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /x HTTP/1.0" 404 1534', true],
  ['[ip, ..., status!=200 && status!=204]', '127.0.0.1 "GET / x" 500', true],
])('E2.2 %s on %s: %s', (pattern, message, expected) => {
  expect(compileFilterPattern(pattern)(message)).toBe(expected);
});

test("E2.2 the load balancer's status is its ninth field, and the target's the tenth", () => {
  const matches = compileFilterPattern('[type, time, elb, client, target, rpt, tpt, rspt, elb_status_code=5*, ...]');
  expect(matches(alb(503))).toBe(true);
  expect(matches(alb(200))).toBe(false);
});

test.each([
  ['[a, ..., status=5*, ...]'],
  ['[a, b'],
  ['[a, , c]'],
  ['app-server'],
  ['ERROR "open'],
  ['{ level = "error" }'],
  ['{ $.level == "error" }'],
  ['{ $.level = "error"'],
  ['{ $.level = "error" } more'],
  ['{ $.x IS MAYBE }'],
  ['%(group)%'],
  ['%[%'],
])('E2.2 %s is refused, as by CloudWatch Logs', (pattern) => {
  expect(() => compileFilterPattern(pattern)).toThrow(FilterPatternError);
});
