/** One's own pages in a browser without JavaScript: plain forms with a button of their own. */
import { PASSWORD } from '../../fixtures/people';
import { expect, test } from '../../fixtures/test';
import { en, textsOf } from '../../fixtures/texts';

test.use({ siteName: 'own' });

// S1.3 S1.16
test('the profile is saved, refused with what was typed, and speaks the chosen language', async ({ page }) => {
  await page.goto('/account/profile');
  await page.getByLabel(en.common.last_name).fill(' ');
  await page.getByLabel(en.account.fuzzy_dates).uncheck();
  await page.getByRole('button', { name: en.common.save }).click();
  await expect(page.getByText(en.errors.field_required)).toBeVisible();
  await expect(page.getByLabel(en.account.fuzzy_dates)).not.toBeChecked();
  await page.getByLabel(en.common.last_name).fill('Ash');
  await page.getByLabel(en.account.preferred_language).selectOption('es');
  await page.getByRole('button', { name: en.common.save }).click();
  const es = textsOf('es');
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: es.userWindow.saved })).toBeVisible();
  await expect(page.getByLabel(es.common.last_name)).toHaveValue('Ash');
  await expect(page.getByLabel(es.account.fuzzy_dates)).not.toBeChecked();
});

test('permissions are read and searched, and ending sessions leads to the password first', async ({ page, browse, site }) => {
  await page.goto('/account/permissions');
  await page.getByRole('searchbox').fill('audit');
  await page.getByRole('button', { name: en.common.search }).click();
  await expect(page.locator('[data-action]')).toHaveCount(1);

  const other = await browse();
  await other.goto('/login');
  await other.getByLabel(en.signIn.identifier).fill(site.owner.email);
  await other.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await other.getByRole('button', { name: en.signIn.title }).click();
  site.installation.database.run('UPDATE session SET step_up_at = NULL');
  await page.goto('/account/sessions');
  await page.getByRole('button', { name: en.account.end_others }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.stepUp.title);
  await page.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: en.stepUp.confirm }).click();
  await page.getByRole('button', { name: en.account.end_others }).click();
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: en.account.ended })).toBeVisible();
});
