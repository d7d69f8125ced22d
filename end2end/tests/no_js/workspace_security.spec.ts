/** The Security page and enrollment in a browser without JavaScript: plain forms. */
import { code } from '../../fixtures/authenticator';
import { PASSWORD } from '../../fixtures/people';
import { expect, test } from '../../fixtures/test';
import { en } from '../../fixtures/texts';

test.use({ siteName: 'own' });

// S0.20
test('rules are saved, and refused with what was typed', async ({ page }) => {
  await page.goto('/admin/security');
  await page.getByLabel(en.workspaceSecurity.password_min).fill('15');
  await page.getByLabel(en.workspaceSecurity.permanent_deletion).uncheck();
  await page.getByRole('button', { name: en.common.save }).click();
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: en.userWindow.saved })).toBeVisible();
  await expect(page.getByLabel(en.workspaceSecurity.password_min)).toHaveValue('15');
  await expect(page.getByLabel(en.workspaceSecurity.permanent_deletion)).not.toBeChecked();
});

// S1.84
test('enrollment asks for the password, shows the code and opens the page that was wanted', async ({ page, site }) => {
  site.installation.database.run('UPDATE workspace SET enforce_2fa = TRUE');
  site.installation.database.run('UPDATE session SET step_up_at = NULL');
  await page.goto('/admin/audit');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.enroll.title);
  await page.getByRole('button', { name: en.security.begin }).click();
  await page.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: en.stepUp.confirm }).click();
  await page.getByRole('button', { name: en.security.begin }).click();
  const key = (await page.getByRole('group', { name: en.security.key }).getByRole('code').textContent()) ?? '';
  await page.getByRole('textbox', { name: en.code.label }).fill(code(key));
  await page.getByRole('button', { name: en.security.confirm }).click();
  await expect(page.getByText(en.enroll.on)).toBeVisible();
  await page.getByRole('textbox', { name: en.code.label }).fill(code(key, 1));
  await page.getByRole('button', { name: en.security.codes_submit }).click();
  await expect(page.getByRole('listitem').getByRole('code')).toHaveCount(10);
  await page.getByRole('link', { name: en.enroll.continue }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.audit.title);
});
