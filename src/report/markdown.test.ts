import { expect, test } from 'vitest';
import { fleet, HOSTILE, hostile, morning, weeklyReview } from '../../test/fixtures/result.ts';
import { codeMarkdown, escapeMarkdown } from './markdown/escape.ts';
import { renderMarkdown } from './markdown.ts';

function headings(text: string): string[] {
  return text.split('\n').filter((line) => /^##? /.test(line));
}

test('a bad morning is a document of findings, worst first', () => {
  expect(headings(renderMarkdown(morning()))).toEqual([
    '# Morning health check',
    '## What to do next',
    '## Critical (2)',
    '## High (2)',
    '## Medium (1)',
    '## Low (48)',
    '## Could not be determined (3)',
    '## Databases',
    "## Yesterday's costs",
    '## Suppressed (1)',
    '## Passed (6)',
  ]);
});

test('a report that tells begins with what it tells', () => {
  const text = renderMarkdown(weeklyReview());
  expect(headings(text).slice(1, 6)).toEqual([
    '## What to do next',
    '## Cost of the last seven days',
    '## Database capacity',
    '## S3 storage',
    '## High (1)',
  ]);
  expect(text).toContain('| Amazon Relational Database Service | $1,523 | $1,168 | $355.32 | 30.4 % |');
  expect(text).toContain('| --- | ---: | ---: | ---: | ---: |');
  expect(text).toMatch(/- Unblended cost per day, Last seven days: [▁-█]{7} \$401\.30 to \$505\.40/);
});

test('every row of a table has as many cells as its head', () => {
  for (const result of [morning(), weeklyReview(), fleet(20), hostile(Object.values(HOSTILE).join(' '))]) {
    const blocks = renderMarkdown(result)
      .split('\n\n')
      .filter((block) => block.startsWith('| '));
    for (const block of blocks) {
      const cells = block.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
      expect(new Set(cells).size).toBe(1);
    }
  }
});

test('hostile names make no markup, no HTML, no link and no mention', () => {
  const text = renderMarkdown(hostile(HOSTILE.markdown)).replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
  expect(text).not.toMatch(/(?<!\\)\[click(?!\\)\]/);
  expect(text).not.toContain('<b>');
  expect(text).not.toContain('http://');
  expect(text).not.toContain('@org');
  expect(text).not.toContain(' **bold**');
});

test('text at the beginning of a line stays text', () => {
  expect(escapeMarkdown('# not a heading')).toBe('\\# not a heading');
  expect(escapeMarkdown('- not a list')).toBe('\\- not a list');
  expect(escapeMarkdown('1. not a list')).toBe('1\\. not a list');
  expect(escapeMarkdown('---')).toBe('\\---');
  expect(escapeMarkdown('10.0.0.12 is unhealthy')).toBe('10.0.0.12 is unhealthy');
});

test('a code span holds backticks', () => {
  expect(codeMarkdown('a`b')).toBe('``a`b``');
  expect(codeMarkdown('`a``')).toBe('``` `a`` ```');
});
