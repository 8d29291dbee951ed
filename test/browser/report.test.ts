import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHECKLISTS } from '../../src/checklists/registry.ts';
import { renderHtml } from '../../src/report/html.ts';
import { runInSandbox } from '../newcomer.ts';
import { faintTexts, overlappingLabels } from './looks.ts';

const CHROMIUM = '/usr/bin/chromium';
const missing = !existsSync(CHROMIUM);
if (missing) process.stderr.write(`test/browser is SKIPPED: no browser at ${CHROMIUM} (apt-get install chromium)\n`);

let browser: Browser;
let page: Page;
let folder: string;
/** Everything that the page asked for or complained of. */
let requested: string[];
let complaints: string[];

describe.skipIf(missing)('a report in a browser', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'opsbook-report-'));
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    for (const checklist of CHECKLISTS) {
      const result = await runInSandbox(checklist);
      writeFileSync(fileOf(checklist.id), renderHtml(result));
    }
  });

  afterEach(() => page?.close());

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe.each(CHECKLISTS.map(({ id }) => id))('of %s', (id) => {
    test('opens without a complaint and asks the network for nothing', async () => {
      await open(id);
      expect(complaints).toEqual([]);
      expect(requested).toEqual([pathToFileURL(fileOf(id)).href]);
      expect(await page.title()).toContain('·');
    });

    test('shows each of its plots with an axis and labels that do not lie on each other', async () => {
      await open(id);
      for (const plot of await page.locator('svg.plot').all()) {
        const box = await plot.boundingBox();
        expect(box?.width).toBeGreaterThan(400);
        expect(box?.height).toBeGreaterThan(50);
        expect(await plot.locator('text').count()).toBeGreaterThan(1);
      }
      for (const plot of await page.locator('svg.over-time').all()) {
        expect(await plot.locator('.axis').count()).toBeGreaterThan(0);
        expect(await plot.locator('text').count()).toBeGreaterThan(5);
      }
      expect(await page.evaluate(overlappingLabels)).toEqual([]);
    });

    test('fits a telephone: nothing but tables and plots scrolls sideways', async () => {
      await open(id, { width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await page.evaluate(overlappingLabels)).toEqual([]);
    });

    test.each(['light', 'dark'] as const)('is readable in the %s', async (colorScheme) => {
      await open(id, { colorScheme });
      expect(await page.evaluate(faintTexts)).toEqual([]);
    });

    test('is printed with all that it says', async () => {
      await open(id);
      const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
      expect(pdf.match(/\/Type ?\/Page\b/g)?.length).toBeGreaterThan(0);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
      expect(await page.evaluate(faintTexts)).toEqual([]);
    });
  });

  test('the weekly and monthly documents have plots, or the tests above would prove nothing', async () => {
    for (const id of ['weekly/infrastructure-review', 'monthly/capacity-planning', 'monthly/cost-optimization']) {
      await open(id);
      expect(await page.locator('svg.plot').count()).toBeGreaterThan(0);
      await page.close();
    }
  });
});

interface View {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

async function open(id: string, { width = 1100, height = 800, colorScheme = 'light' }: View = {}): Promise<void> {
  page = await browser.newPage({ viewport: { width, height }, colorScheme });
  requested = [];
  complaints = [];
  page.on('request', (request) => requested.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Chromium tells violations of the content security policy here too.
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(pathToFileURL(fileOf(id)).href, { waitUntil: 'load' });
}

function fileOf(id: string): string {
  return join(folder, `${id.replace('/', '-')}.html`);
}
