/** Signing in and out. */
import type { Page } from '@playwright/test';

import { enterPassword, hydrated, signIn, signOut, visit } from '../fixtures/people';
import { WORKSPACE } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill, shape, textsOf } from '../fixtures/texts';

test.use({ siteName: 'own', as: 'nobody' });

const refused = (page: Page) => page.getByRole('alert').filter({ hasText: en.signIn.refused_title });

test('signs in with the email or the username, by keyboard alone', async ({ page, site }) => {
  for (const identifier of [site.owner.email, site.owner.username, ` ${site.owner.email.toUpperCase()} `]) {
    await visit(page, '/login');
    await expect(page.getByRole('main')).toContainText(fill(en.signIn.to, { workspace: WORKSPACE }));
    await expect(page.getByLabel(en.signIn.identifier)).toBeFocused();
    await page.keyboard.type(identifier);
    await page.keyboard.press('Tab');
    await page.keyboard.type(site.owner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/users');
    await hydrated(page);
    await signOut(page);
    await expect(page.getByRole('status').filter({ hasText: en.signIn.signed_out })).toBeVisible();
  }
});

// AU-01
test('a wrong password is refused, and the right one signs in afterward', async ({ page, site }) => {
  await page.goto('/login');
  await enterPassword(page, site.owner.email, 'not the password');
  await expect(refused(page)).toBeVisible();
  await expect(page.getByLabel(en.signIn.identifier)).toHaveValue(site.owner.email);
  await expect(page.getByLabel(en.common.password, { exact: true })).toHaveValue('');
  await expect(page.getByLabel(en.common.password, { exact: true })).toBeFocused();
  await enterPassword(page, site.owner.email, site.owner.password);
  await page.waitForURL('**/users');
});

// AU-05, EN-08
test('after several failures there is a wait, for strangers to an account and not for its own browser', async ({
  page, site, browse,
}) => {
  const own = await browse();
  await signIn(own, site.owner);
  await signOut(own);
  for (const identifier of [site.owner.email, 'nobody@nowhere.example']) {
    await page.goto('/login');
    for (let failure = 0; failure < 5; failure += 1) {
      await enterPassword(page, identifier, 'not the password');
      await expect(refused(page)).toBeVisible();
    }
    await enterPassword(page, identifier, site.owner.password);
    await expect(page.getByRole('alert')).toHaveText(shape(en.errors.rate_limited));
    await expect(page.getByLabel(en.signIn.identifier)).toHaveValue(identifier);
  }
  await signIn(own, site.owner);
});

test('the way to a page leads through the sign-in and back', async ({ page, site }) => {
  const wanted = '/users?q=%C3%A9&status=invited&sort=-last_seen';
  await page.goto(wanted);
  await expect(page).toHaveURL((url) => url.pathname === '/login' && url.searchParams.get('next') === wanted);
  await enterPassword(page, site.owner.email, 'not the password');
  await expect(refused(page)).toBeVisible();
  await enterPassword(page, site.owner.email, site.owner.password);
  await page.waitForURL(wanted);
});

// CS-06
test('it leads back to pages of this site only', async ({ page, site }) => {
  for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await enterPassword(page, site.owner.email, site.owner.password);
    await page.waitForURL(`${site.url}/users`);
    await hydrated(page);
    await signOut(page);
  }
});

test('whoever is signed in goes on at once', async ({ page, site }) => {
  await signIn(page, site.owner);
  await page.goto('/login?next=/admin/mail');
  await page.waitForURL('**/admin/mail');
});

test('a browser that keeps no cookie is told so', async ({ page, context, site }) => {
  // What Safari does on plain http: it follows the answer and forgets the cookie.
  await page.route('**/rpc/sign_in/password', async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    await context.clearCookies({ name: '__Host-session' });
    const { location = '' } = answer.headers();
    await route.fulfill({ status: answer.status(), headers: { location } });
  });
  await page.goto('/login');
  await enterPassword(page, site.owner.email, site.owner.password);
  await expect(page.getByRole('alert')).toContainText(en.signIn.cookie_title);
  await expect(page.getByRole('alert')).toContainText(en.signIn.cookie_text);
});

// AU-11
test('password managers find their fields, and the password can be shown', async ({ page }) => {
  await visit(page, '/login');
  const password = page.getByLabel(en.common.password, { exact: true });
  await expect(page.getByLabel(en.signIn.identifier)).toHaveAttribute('autocomplete', 'username');
  await expect(password).toHaveAttribute('autocomplete', 'current-password');
  await password.fill('seen');
  await expect(password).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: en.common.show_password }).click();
  await expect(password).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: en.common.hide_password }).click();
  await expect(password).toHaveAttribute('type', 'password');
  await expect(password).toHaveValue('seen');
});

// S1.17
test('the page speaks the language of the browser, until another is chosen', async ({ browse }) => {
  const page = await browse({ locale: 'ja-JP' });
  const japanese = textsOf('ja');
  await visit(page, '/login');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(japanese.signIn.title);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await page.getByLabel(japanese.shell.language).selectOption('ru');
  await page.getByRole('button', { name: japanese.common.apply }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(textsOf('ru').signIn.title);
  await visit(page, '/login');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
});

// SE-02, SE-04
test('the session changes with each sign-in, and is dead after the sign-out', async ({ page, context, site, browse }) => {
  const session = async (): Promise<string | undefined> =>
    (await context.cookies()).find(({ name }) => name === '__Host-session')?.value;
  await signIn(page, site.owner);
  const first = await context.storageState();
  const value = await session();
  await hydrated(page);
  await signOut(page);
  expect(await session()).toBeUndefined();
  await signIn(page, site.owner);
  expect(await session()).not.toBe(value);
  const replayed = await browse({ storageState: first });
  await replayed.goto('/users');
  await expect(replayed.getByRole('heading', { name: en.signIn.title })).toBeVisible();
});
