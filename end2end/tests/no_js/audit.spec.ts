/** The audit log in a browser without JavaScript. */
import { expect, test } from '../../fixtures/test';
import { en, shape } from '../../fixtures/texts';

test.use({ siteName: 'own' });

test('it is read, filtered and verified', async ({ page }) => {
  await page.goto('/admin/audit?action=workspace_created');
  const entries = page.locator('tbody').getByRole('row');
  await expect(entries).toHaveCount(1);
  await expect(entries).toContainText(en.audit.action_workspace_created);
  await page.getByRole('button', { name: en.audit.verify }).click();
  await expect(page).toHaveURL(/\/admin\/audit\?action=workspace_created$/);
  await expect(page.getByRole('region', { name: en.audit.chain })).toContainText(shape(en.audit.verified));
  const bar = page.getByRole('search');
  await bar.getByLabel(en.audit.action).selectOption('test_mail_sent');
  await bar.getByRole('button', { name: en.common.apply }).click();
  await expect(page.getByRole('main')).toContainText(en.audit.no_match);
  await page.getByRole('main').getByRole('link', { name: en.common.clear_filter }).first().click();
  await expect(entries.first()).toBeVisible();
});

test('it is taken out by a link', async ({ page }) => {
  await page.goto('/admin/audit');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: en.audit.export_csv }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('rollcall-audit.csv');
});
