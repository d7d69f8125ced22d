/** The Security page and enrollment in a browser without JavaScript: plain forms. */
import { code } from '../../fixtures/authenticator';
import { PASSWORD } from '../../fixtures/people';
import { expect, test } from '../../fixtures/test';
import { en, plural } from '../../fixtures/texts';

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

// S0.20 S1.65 S1.67
test('a day is planned, told on every page, reminded of, and taken back', async ({ page, site }) => {
  const day = new Date(Date.now() + 14 * 24 * 60 * 60 * 1000);
  const typed = day.toISOString().slice(0, 10);
  site.installation.database.run(`UPDATE workspace SET enforce_2fa_from = ${day.getTime()}`);
  await page.goto('/users');
  await page.getByRole('link', { name: en.shell.enroll_now }).click();
  await expect(page.getByRole('heading', { name: en.security.enable_title })).toBeVisible();
  await expect(page.getByRole('link', { name: en.shell.enroll_now })).toHaveCount(0);
  // Nobody who has none themself asks for it, but whoever asked before can remind.
  await page.goto('/admin/security?tab=2fa');
  await page.getByRole('button', { name: plural(en.factors.remind_people, 1) }).click();
  await expect(page.getByRole('status').filter({ hasText: plural(en.factors.reminded, 1) })).toBeVisible();

  site.installation.database.run('UPDATE session SET step_up_at = NULL');
  await page.goto('/account/security?dialog=enable-2fa');
  await page.getByRole('button', { name: en.security.begin }).click();
  await page.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: en.stepUp.confirm }).click();
  await page.getByRole('button', { name: en.security.begin }).click();
  const key = (await page.getByRole('group', { name: en.security.key }).getByRole('code').textContent()) ?? '';
  await page.getByRole('textbox', { name: en.code.label }).fill(code(key));
  await page.getByRole('button', { name: en.security.confirm }).click();
  await expect(page.getByText(en.security.enabled)).toBeVisible();
  await page.goto('/users');
  await expect(page.getByRole('link', { name: en.shell.enroll_now })).toHaveCount(0);

  await page.goto('/admin/security');
  await page.getByRole('button', { name: en.workspaceSecurity.plan_cancel }).click();
  await expect(page.getByRole('button', { name: en.workspaceSecurity.plan_cancel })).toHaveCount(0);
  // What was typed survives the question for a code.
  site.installation.database.run('UPDATE session SET step_up_at = NULL');
  await page.getByLabel(en.workspaceSecurity.plan_day).fill(typed);
  await page.getByRole('button', { name: en.workspaceSecurity.plan }).click();
  await page.getByRole('textbox', { name: en.code.label }).fill(code(key, 1));
  await page.getByRole('button', { name: en.stepUp.confirm }).click();
  await expect(page.getByText(en.stepUp.kept)).toBeVisible();
  await expect(page.getByLabel(en.workspaceSecurity.plan_day)).toHaveValue(typed);
  await page.getByRole('button', { name: en.workspaceSecurity.plan }).click();
  await expect(page.getByRole('button', { name: en.workspaceSecurity.plan_cancel })).toBeVisible();
  await expect(page.getByLabel(en.workspaceSecurity.plan_day)).toHaveValue(typed);
});
