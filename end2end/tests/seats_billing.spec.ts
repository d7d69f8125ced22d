/** Seats & billing: who holds a seat, fewer seats from a renewal on, and the invoices. */
import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import type { Faults } from '../fixtures/faults';
import { invite, row, visit } from '../fixtures/people';
import { SEATS } from '../fixtures/set_up';
import type { Site } from '../fixtures/sites';
import { expect, test } from '../fixtures/test';
import { en, fill, plural, shape } from '../fixtures/texts';

test.use({ siteName: 'own' });

/** A session that began a moment ago needs no second proof; this one began longer ago. */
function askAgain(site: Site, faults: Faults): void {
  faults.expectStatus(403);
  site.installation.database.run('UPDATE session SET step_up_at = NULL');
}

/** Answers the question for the password. */
async function confirm(page: Page, password: string): Promise<void> {
  const question = page.getByRole('dialog', { name: en.stepUp.title });
  await question.getByLabel(en.common.password, { exact: true }).fill(password);
  await question.getByRole('button', { name: en.stepUp.confirm }).click();
  await expect(question).toBeHidden();
}

const panel = (page: Page, name: string) => page.getByRole('region', { name });

// S0.4 S0.7 S0.8
test('seats are bought from the page, and the invoice is there to be read and marked as paid', async ({ page, site, faults }) => {
  askAgain(site, faults);
  await visit(page, '/users');
  await page.getByRole('link', { name: en.billing.title }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.billing.title);
  await page.getByRole('navigation', { name: en.billing.title }).getByRole('link', { name: en.billing.tab }).click();
  await expect(page).toHaveURL(/\/admin\/seats\?tab=billing$/);
  await expect(page.getByRole('heading', { name: en.billing.no_orders })).toBeVisible();

  await page.getByRole('link', { name: en.seats.buy }).click();
  const buying = page.getByRole('dialog', { name: en.seats.buy });
  await buying.getByLabel(en.seats.how_many).fill('2');
  await expect(buying.getByText(fill(en.seats.line.other, { n: 2, unit: '€19.00' }))).toBeVisible();
  await buying.getByRole('button', { name: plural(en.seats.buy_n, 2) }).click();
  await confirm(page, site.owner.password);
  await expect(buying).toBeHidden();
  await expect(page.getByRole('definition').filter({ hasText: String(SEATS + 2) }).first()).toBeVisible();

  await page.getByRole('navigation', { name: en.billing.title }).getByRole('link', { name: en.billing.tab }).click();
  const invoice = page.getByRole('row').filter({ hasText: plural(en.billing.added, 2) });
  await expect(invoice).toContainText(en.billing.open);
  await invoice.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(shape(en.billing.invoice));
  await expect(page.getByRole('article')).toContainText(en.billing.to_pay);
  await page.getByRole('button', { name: en.billing.mark_paid }).click();
  await expect(page.getByRole('article')).toContainText(en.billing.paid);
  await expect(page.getByRole('button', { name: en.billing.mark_paid })).toHaveCount(0);
  expect(site.installation.database.run('SELECT status FROM seat_order')).toEqual(['paid']);
});

test('nothing is bought while the price of the number is on its way', async ({ page, site }) => {
  await visit(page, '/admin/seats?dialog=buy-seats');
  const buying = page.getByRole('dialog', { name: en.seats.buy });
  await expect(buying.getByRole('definition').first()).toBeVisible();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => { release = resolve; });
  await page.route('**/rpc/seats/quote', async (route) => {
    await held;
    await route.continue();
  });
  await buying.getByLabel(en.seats.how_many).fill('40');
  const buy = buying.getByRole('button', { name: plural(en.seats.buy_n, 40) });
  await expect(buy).toHaveAttribute('aria-busy', 'true');
  await expect(buy).not.toContainText(en.seats.buying);
  await buy.press('Enter');
  await buying.getByLabel(en.seats.how_many).press('Enter');
  await expect(page.getByRole('dialog', { name: en.stepUp.title })).toBeHidden();
  release();
  await expect(buy).not.toHaveAttribute('aria-busy', 'true');
  await expect(buying.getByText(fill(en.seats.line.other, { n: 40, unit: '€19.00' }))).toBeVisible();
  expect(site.installation.database.run('SELECT COUNT(*) FROM seat_order')).toEqual(['0']);
});

// ST-08 S0.8
test('fewer seats are planned for the renewal, refused below what is held, and taken back', async ({ page, site, faults }) => {
  askAgain(site, faults);
  faults.expectStatus(409);
  await visit(page, '/users');
  await invite(page, 'held@people.example');
  await visit(page, '/admin/seats');
  const fewer = panel(page, en.billing.fewer);
  await fewer.getByLabel(en.billing.fewer_how_many).fill(String(SEATS - 1));
  await fewer.getByRole('button', { name: en.billing.reduce }).click();
  await confirm(page, site.owner.password);
  await expect(page.getByRole('alert')).toContainText(plural(en.errors.seats_held, 1, { used: 1, reserved: 1 }));
  await expect(row(page, 'held@people.example')).toContainText(en.statuses.invited);
  await fewer.getByLabel(en.billing.fewer_how_many).fill('2');
  await fewer.getByRole('button', { name: en.billing.reduce }).click();
  await expect(fewer).toContainText(shape(fill(en.billing.fewer_planned.other, { n: 2, after: SEATS - 2, date: '{{ date }}' })));
  await fewer.getByRole('button', { name: en.billing.keep }).click();
  await expect(fewer.getByRole('button', { name: en.billing.reduce })).toBeVisible();
  expect(site.installation.database.run('SELECT state FROM seat_reduction')).toEqual(['canceled']);
});

test('holders are filtered by how long they have been away, and saved as a file', async ({ page }) => {
  await visit(page, '/users');
  await invite(page, 'waiting@people.example');
  await visit(page, '/admin/seats');
  await expect(row(page, 'Ada Nilsen')).toContainText(en.statuses.active);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: en.billing.export }).click();
  const file = readFileSync(await (await download).path(), 'utf8');
  expect(file).toContain('"name","role","seat"');
  expect(file).toContain('"Ada Nilsen","owner","used",');
  await page.getByRole('group', { name: en.billing.idle }).getByRole('link', { name: plural(en.billing.days, 30) }).click();
  await expect(page).toHaveURL(/\/admin\/seats\?idle=30$/);
  await expect(page.getByRole('heading', { name: en.billing.nobody_idle })).toBeVisible();
  await page.getByRole('link', { name: en.common.clear_filter }).click();
  await expect(row(page, 'waiting@people.example')).toContainText(en.statuses.invited);
});

test('an invoice that does not exist is not found', async ({ page, faults }) => {
  faults.expectStatus(404);
  await page.goto('/admin/seats/invoices/2026-9999');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.errors.page_not_found_title);
});

test.describe('a studio of fifty', () => {
  test.use({ siteName: 'demo' });

  test('the chart has its table, and the page says when the seats run out', async ({ page }) => {
    await visit(page, '/admin/seats');
    await expect(page.getByRole('img', { name: shape(en.billing.outlook_runs_out) })).toBeVisible();
    await page.getByText(en.billing.chart_table).click();
    await expect(page.getByRole('table', { name: en.billing.chart }).getByRole('row')).toHaveCount(26);
  });
});
