/** Explain and a change of role in a browser without JavaScript. */
import { expect, test } from '../../fixtures/test';
import { en, fill } from '../../fixtures/texts';

test.use({ siteName: 'demo' });

// S0.23
test('a question is asked and answered with a form alone', async ({ page }) => {
  await page.goto('/explain');
  await page.getByLabel(en.explain.action, { exact: true }).selectOption('users_disable');
  await page.getByLabel(en.explain.about, { exact: true }).fill('Amara');
  await page.getByRole('button', { name: en.userWindow.explain }).click();
  await expect(page.locator('#answer')).toContainText(en.explain.yes_self);
  await page.getByLabel(en.explain.person, { exact: true }).fill('Niamh Doyle');
  await page.getByRole('button', { name: en.userWindow.explain }).click();
  await expect(page.locator('#answer')).toContainText(fill(en.userWindow.verdict_no, { name: 'Niamh Doyle' }));
  await expect(page.locator('#answer')).toContainText(en.userWindow.reason_no_grant);
});

// S0.22 S0.24 S0.25 S3.3
test('role and permissions are changed step by step, and taken back', async ({ page }) => {
  await page.goto('/users?role=member&status=active&sort=-name');
  const first = page.locator('tbody').getByRole('row').first().getByRole('link');
  const name = await first.innerText();
  await first.click();
  await page.getByRole('main').getByRole('link', { name: en.common.edit }).click();
  const steps = page.getByRole('region', { name: fill(en.users.role_title, { name }) });
  await steps.getByLabel(en.common.role, { exact: true }).selectOption('guest');
  await steps.getByRole('button', { name: en.explain.show_changes }).click();
  await expect(steps.getByRole('definition').first()).toContainText(en.roles.guest);
  await steps.getByRole('button', { name: en.users.role_save }).click();
  const held = page.getByRole('table');
  await expect(held).toContainText(en.roles.guest);
  const saved = page.getByRole('main').getByRole('status').filter({ hasText: en.userWindow.saved });
  await expect(saved).toBeVisible();
  await page.getByRole('button', { name: en.common.undo }).click();
  await expect(held).toContainText(en.roles.member);
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: en.explain.undone })).toBeVisible();
});
