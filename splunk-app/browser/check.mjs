// Opens each page of the app in headless Chromium, in light and dark, and fails where a page has an
// error, a search that failed, or a panel that is empty and should not be. Then it clicks an
// investigation through three pivots. Usage: node check.mjs ADDRESS PICTURES [PAGE…]
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [address, pictures, ...only] = process.argv.slice(2);
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync
);
const checks = JSON.parse(readFileSync(new URL('./pages.json', import.meta.url), 'utf8'));
mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const broken = [];

/** Waits until nothing is asked for any more and the panels have had time to draw. */
async function settled(page) {
  await page.waitForFunction(() => window.sightline && window.sightline.searches > 0, null, {
    timeout: 60000,
  });
  await page.waitForFunction(
    () => {
      const state = window.sightline;
      const same = state.last === state.searches && state.running === 0;
      state.calm = same ? (state.calm || 0) + 1 : 0;
      state.last = state.searches;
      return state.calm > 4;
    },
    null,
    { timeout: 120000, polling: 300 }
  );
}

async function open(name, theme, tokens) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  const query = new URLSearchParams({ theme, ...tokens });
  await page.goto(`${address}/app/sightline_aws/${name}?${query}`, { timeout: 120000 });
  await settled(page);
  complaints.push(...(await page.evaluate(() => window.sightline.errors)));
  return { page, complaints };
}

for (const { name, tokens = {}, mayBeEmpty = [], height = 800 } of checks.pages) {
  if (only.length && !only.includes(name)) {
    continue;
  }
  for (const theme of ['light', 'dark']) {
    const { page, complaints } = await open(name, theme, tokens);
    await page.setViewportSize({ width: 1280, height });
    await page.waitForTimeout(600);
    const empty = await page.evaluate(() =>
      [...document.querySelectorAll('[data-viz-type]')]
        .filter((panel) => /No search results|No data|no results/i.test(panel.innerText))
        .map((panel) => panel.closest('[data-id]')?.getAttribute('data-id') || panel.innerText)
    );
    empty
      .filter((panel) => !mayBeEmpty.includes(panel))
      .forEach((panel) => complaints.push(`${panel} is empty`));
    await page.screenshot({ path: `${pictures}/${name}-${theme}.png` });
    complaints.forEach((complaint) => broken.push(`${name}, ${theme}: ${complaint}`));
    console.log(`${name}, ${theme}: ${complaints.length ? 'broken' : 'shown'}`);
    await page.close();
  }
}

if (!only.length || only.includes('walk')) {
  const { page, complaints } = await open(checks.walk.page, 'dark', checks.walk.tokens);
  await page.setViewportSize({ width: 1280, height: 2000 });
  for (const [step, { panel, click }] of checks.walk.steps.entries()) {
    const before = page.url();
    await page.locator(`[data-viz-type][data-id="${panel}"]`).getByText(click, { exact: true }).first().click();
    await page.waitForURL((url) => url.toString() !== before, { timeout: 30000 });
    await settled(page);
    const entity = new URL(page.url()).searchParams.get('form.entity');
    const calls = await page.locator('[data-viz-type][data-id="viz_calls"]').innerText();
    if (entity !== click || /\n0$/.test(calls.trim())) {
      broken.push(`the walk, step ${step + 1}: at ${page.url()}, ${calls}`);
    }
    await page.screenshot({ path: `${pictures}/walk-${step + 1}.png` });
    console.log(`the walk, step ${step + 1}: ${entity}`);
  }
  complaints.forEach((complaint) => broken.push(`the walk: ${complaint}`));
}

await browser.close();
broken.forEach((line) => console.error(line));
process.exit(broken.length ? 1 : 0);
