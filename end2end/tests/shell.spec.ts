/** The frame around the pages: menu, language, appearance, and the pages that stand for an error. */
import { accountMenu, hydrated, signIn, signOut, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, languages, textsOf, type Language } from '../fixtures/texts';

// S0.1
test('the left menu holds the pages that exist, and no other @anywhere', async ({ page }) => {
  for (const address of ['/users', '/admin/settings', '/admin/security', '/admin/audit', '/admin/seats', '/admin/mail']) {
    await visit(page, address);
    const entries = page.getByRole('complementary').getByRole('navigation').getByRole('link');
    await expect(entries).toHaveText([
      new RegExp(`^${en.shell.users}`), en.shell.settings, en.shell.security, en.shell.audit, en.billing.title, en.shell.mail,
    ]);
    await expect(entries.and(page.locator('[aria-current="page"]'))).toHaveAttribute('href', address);
    await entries.first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.users.title);
  }
});

test.describe('preferences', () => {
  test.use({ siteName: 'own' });

  // S1.17 S1.18
  test('six languages and that of the browser; a choice applies at once and stays', async ({ page, site, browse }) => {
    await visit(page, '/users?q=ada');
    const search = page.getByRole('searchbox');
    await search.fill('typed and not sent');
    await page.evaluate(() => Object.assign(window, { here: true }));
    const choices = (await accountMenu(page)).getByRole('menuitemradio');
    const own = [en.shell.language_browser, ...Object.values(languages)];
    await expect(choices.filter({ hasNotText: /^(Light|Dark|Follow system)$/ })).toHaveText(own);
    await expect(choices.filter({ hasText: en.shell.language_browser })).toBeChecked();
    await page.keyboard.press('Escape');
    for (const language of ['ja', 'ru', 'zh', 'ko', 'es', 'en'] as Language[]) {
      await page.locator('#me-menu').evaluate((menu) => (menu as HTMLElement).showPopover());
      await page.getByRole('menuitemradio', { name: languages[language] }).click();
      const texts = textsOf(language);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.users.title);
      await expect(page.getByRole('columnheader').nth(1)).toHaveText(texts.common.name);
      await expect(page).toHaveTitle(new RegExp(`^${texts.users.title} · `));
      await expect(page.locator('html')).toHaveAttribute('lang', language === 'zh' ? 'zh-Hans' : language);
    }
    await expect(search).toHaveValue('typed and not sent');
    expect(await page.evaluate(() => 'here' in window)).toBe(true);
    const elsewhere = await browse({ storageState: site.session, locale: 'ru-RU' });
    await visit(elsewhere, '/users');
    await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText(en.users.title);
  });

  test('light and dark apply at once, stay, and follow the system again', async ({ page }) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await visit(page, '/users');
    const light = await background();
    const choose = async (name: string): Promise<void> => {
      const entry = (await accountMenu(page)).getByRole('menuitemradio', { name });
      await Promise.all([page.waitForResponse('**/rpc/account/preferences'), entry.click()]);
    };
    await choose(en.shell.appearance_dark);
    await expect.poll(background).not.toBe(light);
    await page.reload();
    await hydrated(page);
    expect(await background()).not.toBe(light);
    await choose(en.shell.appearance_light);
    await expect.poll(background).toBe(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await background()).toBe(light);
    await choose(en.shell.appearance_system);
    await expect.poll(background).not.toBe(light);
  });

  test('the menu behind the name works by keyboard, and gives the focus back', async ({ page }) => {
    await visit(page, '/users');
    const menu = await accountMenu(page);
    await expect(menu.getByRole('menuitem', { name: en.account.title })).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(menu.getByRole('menuitem', { name: en.shell.sign_out })).toBeFocused();
    await page.keyboard.press('k');
    await expect(menu.getByRole('menuitem', { name: en.shell.keys })).toBeFocused();
    await page.keyboard.press('Enter');
    const keys = page.getByRole('dialog', { name: en.shell.keys });
    await expect(keys).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(keys).toBeHidden();
    await expect(page.getByRole('button', { name: /^Account of / })).toBeFocused();
  });

  test('signing out leads to the sign-in', async ({ page, site }) => {
    await visit(page, '/admin/mail');
    await signOut(page);
    await expect(page.getByRole('status').filter({ hasText: en.signIn.signed_out })).toBeVisible();
    await signIn(page, site.owner);
  });
});

// HT-10
test('the address of a page that is not there says so, signed in and signed out @anywhere', async ({
  page, faults, browse,
}) => {
  faults.expectStatus(404);
  const stranger = await browse();
  for (const address of ['/nothing-here', '/nowhere/x.css', '/admin', '/admin/nothing', '/projects/1', '/%00']) {
    for (const visitor of [page, stranger]) {
      const response = await visitor.goto(address);
      expect(response?.status(), address).toBe(404);
      await hydrated(visitor);
    }
  }
  for (const address of ['/pkg/x/y.js', '/.git/config', '/.env', '/metrics', '/target', '/rpc', '/rpc/users/nothing']) {
    expect((await page.request.get(address)).status(), address).toBe(404);
  }
  await visit(page, '/nothing-here');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.errors.page_not_found_title);
  await expect(page.getByRole('main')).toContainText(en.errors.page_not_found_text);
  await page.getByRole('link', { name: en.signIn.to_start }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.users.title);
});

test('error pages speak the language of their reader', async ({ faults, browse }) => {
  faults.expectStatus(404);
  for (const [locale, language] of [['ru-RU', 'ru'], ['ja-JP', 'ja'], ['zh-CN', 'zh']] as const) {
    const page = await browse({ locale });
    await page.goto('/nothing-here');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(textsOf(language).errors.page_not_found_title);
    await page.goto('/invite/x');
    await expect(page.getByRole('main')).toContainText(textsOf(language).errors.dead_link);
  }
});
