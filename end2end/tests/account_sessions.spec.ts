/** One's own sessions and permissions. */
import { PASSWORD, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en } from '../fixtures/texts';

test.use({ siteName: 'own' });

// SE-09
test('the others are listed, and ended after the password', async ({ page, site, browse }) => {
  const other = await browse();
  await other.goto('/login');
  await other.getByLabel(en.signIn.identifier).fill(site.owner.email);
  await other.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await other.getByRole('button', { name: en.signIn.title }).click();
  await other.waitForURL('**/users');

  site.installation.database.run('UPDATE session SET step_up_at = NULL');
  await visit(page, '/account/sessions');
  const others = page.getByRole('region', { name: en.account.other_sessions });
  await expect(page.getByRole('region', { name: en.account.this_session }).getByRole('listitem')).toHaveCount(1);
  await expect(others.getByRole('listitem').first()).toBeVisible();
  await others.getByRole('button', { name: en.account.end_others }).click();
  const dialog = page.getByRole('dialog', { name: en.stepUp.title });
  await dialog.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: en.stepUp.confirm }).click();
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: en.account.ended })).toBeVisible();
  await expect(others).toContainText(en.account.only_this);
  await other.reload();
  await expect(other).toHaveURL(/\/login/);
});

// S0.23
test('permissions are answered in words, searched, and narrowed to what one can do', async ({ page }) => {
  await visit(page, '/account/permissions');
  await expect(page.getByRole('cell', { name: en.roles.owner })).toBeVisible();
  const list = page.getByRole('region', { name: en.account.can_do });
  await expect(list.locator('[data-action="seats_buy"]')).toContainText(en.common.yes);
  await page.getByRole('searchbox').fill('SEATS');
  await list.getByRole('button', { name: en.common.search }).click();
  await expect(page).toHaveURL(/\?q=SEATS$/);
  await expect(list.locator('[data-action]')).toHaveCount(2);
  await list.getByRole('link', { name: en.account.show_mine }).click();
  await expect(page).toHaveURL(/\?q=SEATS&show=mine$/);
  await list.locator('[data-action="seats_buy"] summary').click();
  await expect(list.locator('[data-action="seats_buy"]').getByText(en.userWindow.sources)).toBeVisible();
  await page.goto('/account/permissions?q=nothing-at-all');
  await expect(page.getByText(en.account.no_match)).toBeVisible();
});
