/** Seats & billing in a browser without JavaScript: everything but the dialogs, which forms take the place of. */
import type { Page } from '@playwright/test';

import { SEATS } from '../../fixtures/set_up';
import { expect, test } from '../../fixtures/test';
import { en, fill, plural, shape } from '../../fixtures/texts';

test.use({ siteName: 'own' });

/** The page that asks for the password. */
async function confirm(page: Page, password: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.stepUp.title);
  await page.getByLabel(en.common.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: en.stepUp.confirm }).click();
}

// S0.7 S0.8
test('seats are priced and bought, and the invoice is marked as paid', async ({ page, site }) => {
  site.installation.database.run('UPDATE session SET step_up_at = NULL');
  await page.goto('/admin/seats');
  await page.getByRole('link', { name: en.seats.buy }).click();
  const buying = page.getByRole('region', { name: en.seats.buy });
  await buying.getByLabel(en.seats.how_many).fill('0');
  await buying.getByRole('button', { name: en.billing.continue }).click();
  await expect(buying.getByLabel(en.seats.how_many)).toHaveAccessibleDescription(/1.*99,9/);
  await buying.getByLabel(en.seats.how_many).fill('3');
  await buying.getByRole('button', { name: en.billing.continue }).click();
  await expect(buying).toContainText(fill(en.seats.line.other, { n: 3, unit: '€19.00' }));
  await buying.getByRole('button', { name: plural(en.seats.buy_n, 3) }).click();
  await confirm(page, site.owner.password);
  // The price is on show again, and the order is a new one.
  await page.getByRole('region', { name: en.seats.buy }).getByRole('button', { name: plural(en.seats.buy_n, 3) }).click();
  await expect(page).toHaveURL(/tab=billing/);
  const order = page.getByRole('row').filter({ hasText: plural(en.billing.added, 3) });
  await order.getByRole('button', { name: en.billing.mark_paid }).click();
  await expect(page.getByRole('article')).toContainText(en.billing.paid);
  expect(site.installation.database.run('SELECT quantity, status FROM seat_order')).toEqual(['3|paid']);
});

// ST-08
test('fewer seats are planned, refused and taken back', async ({ page, site }) => {
  site.installation.database.run('UPDATE session SET step_up_at = NULL');
  await page.goto('/admin/seats');
  const fewer = page.getByRole('region', { name: en.billing.fewer });
  await fewer.getByLabel(en.billing.fewer_how_many).fill('2');
  await fewer.getByRole('button', { name: en.billing.reduce }).click();
  await confirm(page, site.owner.password);
  await fewer.getByLabel(en.billing.fewer_how_many).fill(String(SEATS));
  await fewer.getByRole('button', { name: en.billing.reduce }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await fewer.getByLabel(en.billing.fewer_how_many).fill('2');
  await fewer.getByRole('button', { name: en.billing.reduce }).click();
  await expect(fewer).toContainText(shape(fill(en.billing.fewer_planned.other, { n: 2, after: SEATS - 2, date: '{{ date }}' })));
  await fewer.getByRole('button', { name: en.billing.keep }).click();
  await expect(fewer.getByRole('button', { name: en.billing.reduce })).toBeVisible();
  expect(site.installation.database.run('SELECT state FROM seat_reduction')).toEqual(['canceled']);
});

test('holders, their filter and the tabs are links', async ({ page }) => {
  await page.goto('/admin/seats');
  await expect(page.getByRole('row').filter({ hasText: 'Ada Nilsen' })).toContainText(en.statuses.active);
  await page.getByRole('group', { name: en.billing.idle }).getByRole('link', { name: plural(en.billing.days, 90) }).click();
  await expect(page.getByRole('heading', { name: en.billing.nobody_idle })).toBeVisible();
  await page.getByRole('navigation', { name: en.billing.title }).getByRole('link', { name: en.billing.tab }).click();
  await expect(page.getByRole('heading', { name: en.billing.no_orders })).toBeVisible();
});
