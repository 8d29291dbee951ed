import { expect, test } from 'vitest';
import { morning } from '../../test/fixtures/result.ts';
import { parseResult } from '../model/result-schema.ts';
import { render } from './formats.ts';
import { OUTPUTS } from './outputs.ts';

const BEGINNINGS = {
  table: 'Morning health check',
  json: '{\n  "schema": "opsbook/checklist-result@1"',
  markdown: '# Morning health check',
  html: '<!doctype html>',
  csv: 'status,severity,check',
  junit: '<?xml version="1.0"',
  ocsf: '[\n  {\n    "category_uid": 2',
} as const;

test.each(OUTPUTS)('--output %s prints the result in that form', async (output) => {
  const text = await render(output, morning(), { color: false, width: 80 });
  expect(text.startsWith(BEGINNINGS[output])).toBe(true);
  expect(text.endsWith('\n')).toBe(true);
});

test('what --output json prints can be read again, whole', async () => {
  const text = await render('json', morning(), { color: false, width: 80 });
  expect(parseResult(text, 'result.json')).toEqual(JSON.parse(text));
});
