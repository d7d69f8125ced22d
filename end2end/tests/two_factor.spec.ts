/** Security settings: one's own password, the second factor, backup codes, and signing in with them. */
import type { Page } from '@playwright/test';

import { code, codeOfOthers, scan } from '../fixtures/authenticator';
import { expectAccessible } from '../fixtures/axe';
import { enterPassword, signIn, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en } from '../fixtures/texts';

test.use({ siteName: 'own', as: 'nobody' });

const NEW = 'seven quiet harbors 92';

/** The password once more, where it is asked for. */
async function confirm(page: Page, password: string): Promise<void> {
  await page.waitForURL('**/step-up?**');
  await page.getByLabel(en.common.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: en.stepUp.confirm }).click();
}

/** Goes to the step with the picture for the app. */
async function begin(page: Page, password: string): Promise<void> {
  await visit(page, '/account/security');
  await page.getByRole('link', { name: en.security.enable }).click();
  await expect(page.getByText(en.security.step_app)).toContainText(/Authy.*Duo Mobile.*Google Authenticator/);
  const picture = page.getByRole('img', { name: en.security.qr });
  await page.getByRole('button', { name: en.security.begin }).click();
  await expect(picture.or(page.getByRole('button', { name: en.stepUp.confirm }))).toBeVisible();
  if (page.url().includes('/step-up')) {
    await confirm(page, password);
    await page.getByRole('button', { name: en.security.begin }).click();
  }
  await expect(picture).toBeVisible();
}

/** Switches the second factor on; the key of the app. */
async function enable(page: Page, password: string): Promise<string> {
  await begin(page, password);
  const key = await page.getByRole('group', { name: en.security.key }).getByRole('code').textContent();
  await page.getByRole('textbox', { name: en.code.label }).fill(code(key ?? ''));
  await page.getByRole('button', { name: en.security.confirm }).click();
  await expect(page.getByText(en.security.enabled)).toBeVisible();
  return key ?? '';
}

// AU-10, S1.51 S1.52 S2.4 S2.8
test('the password is changed with the old one', async ({ page, site }) => {
  await signIn(page, site.owner);
  await visit(page, '/account/security');
  await expectAccessible(page, 'security settings');
  for (const name of [en.security.password_title, en.security.factor_title, en.apiKeys.title]) {
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  }
  await page.getByLabel(en.security.old_password).fill('not the password');
  await page.getByLabel(en.reset.new).fill(NEW);
  await page.getByLabel(en.common.repeat_password).fill(NEW);
  await page.getByRole('button', { name: en.security.save_password }).click();
  await expect(page.getByLabel(en.security.old_password)).toHaveAccessibleDescription(en.errors.field_wrong_password);
  await page.getByLabel(en.security.old_password).fill(site.owner.password);
  await page.getByLabel(en.reset.new).fill(NEW);
  await page.getByLabel(en.common.repeat_password).fill(NEW);
  await page.getByRole('button', { name: en.security.save_password }).click();
  await expect(page.getByText(en.security.password_changed)).toBeVisible();
});

// S1.70 S1.71 S1.73, TF-19 TF-20: programs that know nothing of ours read the picture, also in the dark, and make the code.
test('the QR code can be scanned, and an authenticator of others signs in', async ({ page, site, browse }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await signIn(page, site.owner);
  await begin(page, site.owner.password);
  const address = scan(await page.getByRole('img', { name: en.security.qr }).screenshot());
  expect(address.protocol).toBe('otpauth:');
  expect(decodeURIComponent(address.pathname)).toContain(site.owner.email);
  const secret = address.searchParams.get('secret') ?? '';
  expect(page.url()).not.toContain(secret);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  await page.getByRole('textbox', { name: en.code.label }).fill(codeOfOthers(secret));
  await page.getByRole('button', { name: en.security.confirm }).click();
  await expect(page.getByText(en.security.enabled)).toBeVisible();

  const elsewhere = await browse({});
  await elsewhere.goto('/login');
  await enterPassword(elsewhere, site.owner.email, site.owner.password);
  await elsewhere.getByRole('textbox', { name: en.code.label }).fill(codeOfOthers(secret, 1));
  await elsewhere.getByRole('button', { name: en.code.submit }).click();
  await elsewhere.waitForURL('**/users');
});

// S1.68 S1.69 S1.70 S1.71 S1.72 S1.73 S1.76 S1.78 S1.79 S1.82 S1.83, BC-01 BC-09
test('a code is asked for at the sign-in, and a backup code stands in for it once', async ({ page, site, browse }) => {
  await signIn(page, site.owner);
  const key = await enable(page, site.owner.password);
  await page.getByRole('link', { name: en.security.generate }).click();
  await page.getByRole('textbox', { name: en.code.label }).fill(code(key, 1));
  await page.getByRole('button', { name: en.security.codes_submit }).click();
  const codes = page.getByRole('listitem').getByRole('code');
  await expect(codes).toHaveCount(10);
  await expect(page.getByText(en.security.codes_keep)).toBeVisible();
  const first = (await codes.first().textContent()) ?? '';
  expect(first).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  await page.reload();
  await expect(page.getByText(first)).toBeHidden();

  const elsewhere = await browse({});
  await elsewhere.goto('/login?next=/users%3Fsort%3D-name');
  await enterPassword(elsewhere, site.owner.email, site.owner.password);
  await expect(elsewhere).toHaveURL(/\/login\/code/);
  await expect(elsewhere.getByRole('textbox', { name: en.code.label })).toBeFocused();
  await elsewhere.getByRole('textbox', { name: en.code.label }).fill('12345');
  await elsewhere.getByRole('button', { name: en.code.submit }).click();
  await expect(elsewhere.getByRole('textbox', { name: en.code.label })).toHaveAccessibleDescription(en.errors.field_not_a_code);
  await elsewhere.getByRole('link', { name: en.code.use_backup }).click();
  await elsewhere.getByLabel(en.code.backup_label).fill(first.toLowerCase());
  await elsewhere.getByRole('button', { name: en.code.submit }).click();
  await elsewhere.waitForURL('**/account/security?next=**');
  const used = elsewhere.getByRole('status').filter({ hasText: en.code.used_backup });
  await expect(used).toContainText('9 backup codes left');
  await used.getByRole('link', { name: en.common.continue }).click();
  await expect(elsewhere).toHaveURL(/\/users\?sort=-name$/);
});
