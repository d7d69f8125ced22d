/** The window of a user in a browser without JavaScript: read, turned, asked and edited. */
import { PASSWORD } from '../../fixtures/people';
import { expect, test } from '../../fixtures/test';
import { en, fill } from '../../fixtures/texts';

test.use({ siteName: 'demo' });

// S3.24 S3.25
test('everything works with links and forms alone', async ({ page }) => {
  await page.goto('/users?role=member&status=active');
  const first = page.locator('tbody').getByRole('row').first().getByRole('link');
  const name = await first.innerText();
  await first.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await page.getByRole('link', { name: en.userWindow.next }).click();
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(name);
  await page.getByRole('link', { name: en.userWindow.previous }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);

  const panel = page.getByRole('region', { name: en.userWindow.admin_title });
  await panel.getByLabel(en.userWindow.note).fill('two\nlines');
  await panel.getByRole('button', { name: en.common.save }).click();
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: en.userWindow.saved })).toBeVisible();
  await expect(panel.getByLabel(en.userWindow.note)).toHaveValue('two\nlines');

  await page.getByRole('textbox', { name: en.common.username }).fill('-');
  await page.locator('#save-names').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('textbox', { name: en.common.username })).toHaveValue('-');

  await page.getByRole('link', { name: en.userWindow.tab_access, exact: true }).click();
  await page.getByLabel(fill(en.userWindow.question, { name })).selectOption('security_edit');
  await page.getByRole('button', { name: en.userWindow.explain }).click();
  await expect(page.locator('#answer')).toContainText(en.userWindow.reason_no_grant);

  await page.getByRole('link', { name: en.userWindow.tab_sessions, exact: true }).click();
  await page.getByLabel(en.userWindow.reason).fill('forgot it');
  await page.getByRole('button', { name: en.userWindow.reset }).click();
  await expect(page).toHaveURL(/\/step-up\?next=/);
  await page.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: en.stepUp.confirm }).click();
  await page.getByLabel(en.userWindow.reason).fill('forgot it');
  await page.getByRole('button', { name: en.userWindow.reset }).click();
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: en.userWindow.reset_sent })).toBeVisible();
  await page.getByRole('link', { name: en.userWindow.tab_timeline, exact: true }).click();
  await expect(page.getByText(en.audit.action_reset_link_created)).toBeVisible();
});
