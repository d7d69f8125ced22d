/** People out of a table, without script. */
import { expect, test } from '../../fixtures/test';
import { en, plural } from '../../fixtures/texts';

test.use({ siteName: 'own' });

test('a pasted table is checked, put right and applied', async ({ page }) => {
  await page.goto('/users');
  await page.getByRole('button', { name: en.users.list_menu }).click();
  await page.getByRole('menuitem', { name: en.importTexts.menu }).click();
  await page.getByLabel(en.importTexts.paste).fill('email;Name\nplain@people.example;Plain Html\nnope;');
  await page.getByRole('button', { name: en.importTexts.check, exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'plain@people.example' })).toContainText(en.roles.member);
  await page.getByText(en.importTexts.columns, { exact: true }).click();
  await page.getByLabel(en.importTexts.default_role).selectOption('guest');
  await page.getByRole('button', { name: en.importTexts.check_again }).click();
  await expect(page.getByRole('row').filter({ hasText: 'plain@people.example' })).toContainText(en.roles.guest);
  await page.getByRole('button', { name: en.common.apply, exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: plural(en.importTexts.invited, 1) })).toBeVisible();
  await page.getByRole('link', { name: en.importTexts.to_users }).click();
  await expect(page.getByRole('row').filter({ hasText: 'plain@people.example' })).toContainText(en.statuses.invited);
});
