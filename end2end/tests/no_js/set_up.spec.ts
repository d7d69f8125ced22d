/** The first run in a browser without JavaScript. */
import { row } from '../../fixtures/people';
import { answerSetUp, OWNER } from '../../fixtures/set_up';
import { expect, test } from '../../fixtures/test';
import { en, plural } from '../../fixtures/texts';

test.use({ siteName: 'new', as: 'nobody' });

// S1.53
test('the form works, and comes back filled in when something is wrong', async ({ page, site }) => {
  await page.goto(await site.installation.setUpLink());
  await answerSetUp(page, { password: 'short', password_again: 'short' });
  await page.getByRole('button', { name: en.setUp.create }).click();
  const password = page.getByLabel(en.common.password, { exact: true });
  await expect(password).toHaveAccessibleDescription(new RegExp(plural(en.errors.field_too_short, 8)));
  await expect(page.getByLabel(en.common.email)).toHaveValue(OWNER.email);
  await password.fill(OWNER.password);
  await page.getByLabel(en.common.repeat_password).fill(OWNER.password);
  await page.getByRole('button', { name: en.setUp.create }).click();
  await page.waitForURL('**/users');
  await expect(row(page, OWNER.email)).toContainText(en.roles.owner);
});
