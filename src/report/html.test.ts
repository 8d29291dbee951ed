import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finding, fleet, HOSTILE, hostile, morning, result, weeklyReview } from '../../test/fixtures/result.ts';
import type { Plot } from '../model/section.ts';
import { plotFigure } from './html/plot.ts';
import { renderHtml } from './html.ts';

const TAGS = new Set(
  (
    'html head meta title style body main header p h1 h2 h3 ul ol li b a nav section article span code details summary pre div ' +
    'table thead tbody tr th td figure figcaption svg desc rect path circle text footer br'
  ).split(' '),
);
const ATTRIBUTES = new Set(
  (
    'lang charset http-equiv content name class id href aria-label aria-labelledby aria-hidden scope role viewBox x y width height rx d cx cy r ' +
    'text-anchor'
  ).split(' '),
);

/** Every tag of the page but the style sheet's text; all of them must be of our making. */
function foreignMarkup(page: string): string[] {
  const tags = [
    ...page
      .replace(/<style>.*?<\/style>/s, '')
      .replace('<!doctype html>', '')
      .matchAll(/<\/?([^\s>/]*)([^>]*)>/g),
  ];
  return tags.flatMap(([whole, tag = '', rest = '']) => {
    const attributes = [...rest.matchAll(/([^\s="/]+)="[^"]*"/g)].map(([, name = '']) => name);
    const left = rest.replaceAll(/[^\s="/]+="[^"]*"/g, '').replaceAll(/[\s/]/g, '');
    return TAGS.has(tag) && attributes.every((name) => ATTRIBUTES.has(name)) && left === '' ? [] : [whole];
  });
}

test('the page is one file: no script, no request, and a policy that forbids both', () => {
  const page = renderHtml(weeklyReview());
  const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;`);
  expect(page).not.toMatch(/<script|<link|<img|<iframe|src=|style="|url\(|@import|https?:/);
  expect(foreignMarkup(page)).toEqual([]);
});

test('hostile names are printed, never obeyed', () => {
  const page = renderHtml(hostile(Object.values(HOSTILE).join(' ')));
  expect(foreignMarkup(page)).toEqual([]);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (name) => {
      expect(foreignMarkup(renderHtml(hostile(`<${name}>"'`)))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('the test for foreign markup finds some', () => {
  expect(foreignMarkup('<p onclick="x">')).toHaveLength(1);
  expect(foreignMarkup('<script>')).toHaveLength(1);
  expect(foreignMarkup('<p class=x>')).toHaveLength(1);
});

test('a finding carries its evidence, its remedy and its runbook', () => {
  const page = renderHtml(morning());
  expect(page).toContain('<span class="chip critical">critical</span><h3>Database is available</h3>');
  expect(page).toContain('&quot;allocatedStorageGib&quot;: 500');
  expect(page).toContain('Enlarge the storage now; writes fail until then.');
  expect(page).toContain('<code>opsbook plan scaling/database</code>');
  expect(page).toContain('Missing IAM action: <code>cloudwatch:DescribeAlarms</code>');
});

test('with more than one account or region every finding says where it is', () => {
  expect(renderHtml(fleet(3))).toContain('<span class="place">100000000000/us-east-1</span>');
  expect(renderHtml(result({ findings: [finding()] }))).not.toContain('class="place"');
});

const line: Plot = {
  kind: 'line',
  title: 'Free storage',
  unit: 'bytes',
  series: [
    {
      label: 'Minimum',
      points: [1, 2, null, 4, null, 6, 7].map((value, index) => ({
        at: `2026-11-0${index + 1}`,
        value: value === null ? null : value * 2 ** 30,
      })),
    },
  ],
};

test('a gap in the data is a gap in the line, and a lonely value is a dot', () => {
  const { html } = plotFigure(line, 'p');
  const path = /<path d="([^"]+)" class="line s0"\/>/.exec(html)?.[1] ?? '';
  expect(path.match(/M/g)).toHaveLength(3);
  expect(html.match(/<circle /g)).toHaveLength(1);
  expect(html).toContain('1 GiB to 7 GiB, last 7 GiB on 2026-11-07; 2 values missing.');
});

test('the axis is in round units, and the drawing has a title and a description for who cannot see it', () => {
  const { html } = plotFigure(line, 'p');
  expect(html).toContain('text-anchor="end">2 GiB</text>');
  expect(html).toContain(
    'role="img" aria-labelledby="p-title p-desc"><title id="p-title">Free storage</title><desc id="p-desc">',
  );
});

test('the limit is drawn where it belongs, and said where it would flatten everything else', () => {
  const near = plotFigure({ ...line, limit: { label: 'Alarm at', value: 8 * 2 ** 30 } }, 'p').html;
  const far = plotFigure({ ...line, limit: { label: 'Alarm at', value: 800 * 2 ** 30 } }, 'p').html;
  expect(near).toContain('H708" class="limit"');
  expect(far).not.toContain('H708" class="limit"');
  expect(far).toContain('Alarm at 800 GiB, far above');
});

test('the forecast is a band and a sentence', () => {
  const points = [8, 9].map((mid, index) => ({
    at: `2026-11-0${index + 8}`,
    low: (mid - 1) * 2 ** 30,
    mid: mid * 2 ** 30,
    high: (mid + 1) * 2 ** 30,
  }));
  const { html } = plotFigure({ ...line, forecast: { label: 'Forecast', points } }, 'p');
  expect(html).toContain('class="band"/>');
  expect(html).toContain('Forecast: 9 GiB (8 GiB to 10 GiB) on 2026-11-09.');
});

test('a plot of nothing says so', () => {
  expect(
    plotFigure({ ...line, series: [{ label: 'x', points: [{ at: '2026-11-01', value: null }] }] }, 'p').html,
  ).toContain('No data.');
});

test('bars of the same day stand side by side, bars below zero hang', () => {
  const points = (values: readonly number[]) => values.map((value, index) => ({ at: `2026-11-0${index + 1}`, value }));
  const { html } = plotFigure(
    {
      kind: 'bar',
      title: 'Cost',
      unit: 'usd',
      series: [
        { label: 'a', points: points([1, -1]) },
        { label: 'b', points: points([2, 3]) },
      ],
    },
    'p',
  );
  const bars = [...html.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx="1.5"/g)].map(
    (match) => match.slice(1).map(Number),
  );
  expect(bars).toHaveLength(4);
  const lefts = bars.map(([left = 0]) => left);
  expect(new Set(lefts).size).toBe(4);
  for (const [, top = 0, , height = 0] of bars) expect(top + height).toBeLessThanOrEqual(231);
});

test('a forecast says when the limit is met, and does not go below nothing', () => {
  const days = [5, 3, 1, -1, -3].map((mid, index) => ({
    at: `2026-11-${String(index + 8).padStart(2, '0')}`,
    low: (mid - 2) * 2 ** 30,
    mid: mid * 2 ** 30,
    high: (mid + 2) * 2 ** 30,
  }));
  const plot: Plot = { ...line, limit: { label: 'full', value: 0 }, forecast: { label: 'Forecast', points: days } };
  const page = plotFigure(plot, 'p').html;
  expect(page).toContain('Forecast: reaches full about 2026-11-11, between 2026-11-10 and 2026-11-12.');
  expect(page).not.toContain('-1 GiB');
});

test('bars of names lie, each beside its name and its number', () => {
  const points = ['acme-assets', 'acme-logs'].map((at, index) => ({ at, value: (2 - index) * 2 ** 40 }));
  const page = plotFigure(
    { kind: 'bar', title: 'Buckets', unit: 'bytes', series: [{ label: 'Size', points }] },
    'p',
  ).html;
  expect(page).toContain('text-anchor="end">acme-assets<title>acme-assets</title></text>');
  expect(page).toContain('>2 TiB</text>');
  expect(page).toContain('Size: 1 TiB to 2 TiB, most by acme-assets.');
});
