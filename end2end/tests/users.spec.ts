/** The list of users: what it shows, and everything that narrows, orders and moves it. */
import type { Locator, Page } from '@playwright/test';

import { invite, modal, pressInPlace, row, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, fill, plural, shape } from '../fixtures/texts';

/** The line below the list. */
const extent = (first: number, last: number, total: number): string =>
  fill(en.common.rows_of, { first, last, total: total.toLocaleString('en') });

/** The rows below the heads. */
const rows = (page: Page): Locator => page.locator('tbody').getByRole('row');

/** What stands in one column, from top to bottom. */
async function column(page: Page, name: string): Promise<string[]> {
  const heads = await page.getByRole('columnheader').allInnerTexts();
  const at = heads.findIndex((head) => head.trim() === name);
  expect(at, `${name} in ${heads.join()}`).toBeGreaterThanOrEqual(0);
  return rows(page).locator(`td:nth-child(${at + 1})`).allInnerTexts();
}

/** The filter panel, open. */
async function filterPanel(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: en.common.filter }).click();
  return page.getByRole('group', { name: en.users.filter_title });
}

test.describe('a studio of fifty', () => {
  test.use({ siteName: 'demo' });

  // S3.1
  test('lists the people with name, email, role, status and last seen', async ({ page, site }) => {
    await visit(page, '/users');
    await expect(page).toHaveTitle(/^Users · /);
    const heads = ['', en.common.name, en.common.email, en.common.role, en.common.status, en.users.last_seen, en.users.actions];
    await expect(page.getByRole('columnheader')).toHaveText(heads);
    const [total = ''] = site.installation.database.run(`SELECT count(*) FROM "user" WHERE status <> 'deleted'`);
    await expect(page.getByText(extent(1, 25, Number(total)))).toBeVisible();
    await expect(rows(page)).toHaveCount(25);
    await visit(page, '/users?per=100');
    const amara = row(page, 'Amara Okafor');
    await expect(amara).toContainText('amara.okafor@kestrelyard.example');
    await expect(amara).toContainText(en.roles.administrator);
    await expect(amara).toContainText(en.statuses.active);
    await expect(row(page, 'Agnieszka')).toContainText(plural(en.users.extras, 3));
    await expect(row(page, 'Aldo Ferrante')).toContainText(en.statuses.disabled_ended);
    await expect(row(page, 'Chidi Eze')).toContainText(shape(en.statuses.time_left));
    const facts = page.getByRole('main').locator('dl').first();
    await expect(facts).toContainText(en.statuses.not_accepted);
    await expect(facts).toContainText(en.seats.free_seats);
  });

  test('sorts by each head, and turns round at the second press', async ({ page }) => {
    await visit(page, '/users?per=100');
    for (const [name, word] of [[en.common.email, 'email'], [en.common.role, 'role']] as const) {
      const head = page.getByRole('columnheader', { name });
      await head.getByRole('link').click();
      await expect(page).toHaveURL(new RegExp(`[?&]sort=${word}(&|$)`));
      await expect(head).toHaveAttribute('aria-sort', 'ascending');
      const up = await column(page, name);
      await head.getByRole('link').click();
      await expect(page).toHaveURL(new RegExp(`[?&]sort=-${word}(&|$)`));
      await expect(head).toHaveAttribute('aria-sort', 'descending');
      expect(await column(page, name)).toEqual(up.toReversed());
    }
    await visit(page, '/users?per=100&sort=email');
    const emails = await column(page, en.common.email);
    expect(emails).toEqual(emails.toSorted());
  });

  test('finds people by any part of name or address, whatever the letters look like', async ({ page }) => {
    await visit(page, '/users');
    for (const [q, found] of [['okafor', 'Amara Okafor'], ['BAO', 'Bảo Trần'], ['соколова', 'Елена Соколова'], ['%', '']]) {
      await page.getByRole('searchbox', { name: en.users.search }).fill(q ?? '');
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL((url) => url.searchParams.get('q') === q);
      if (found) {
        await expect(rows(page)).toHaveCount(1);
        await expect(rows(page)).toContainText(found);
      } else {
        await expect(page.getByRole('heading', { name: en.users.no_match })).toBeVisible();
      }
    }
    await page.getByRole('main').getByRole('link', { name: en.common.clear_filter }).first().click();
    await expect(rows(page)).toHaveCount(25);
    await expect(page.getByRole('searchbox', { name: en.users.search })).toHaveValue('');
  });

  // S3.18 S3.19 S3.20
  test('the filter shows archived users, only after Apply, and is part of the address', async ({ page }) => {
    await visit(page, '/users?per=100');
    await expect(row(page, 'Rosa Lindgren')).toHaveCount(0);
    let panel = await filterPanel(page);
    const archived = panel.getByLabel(en.users.archived);
    await expect(archived).toHaveValue('no');
    await expect(archived.locator('option')).toHaveText([en.common.no, en.common.yes]);
    await archived.selectOption('yes');
    await expect(page).toHaveURL(/\/users\?per=100$/);
    await expect(row(page, 'Rosa Lindgren')).toHaveCount(0);
    await pressInPlace(page, panel.getByRole('button', { name: en.common.apply }));
    await expect(page).toHaveURL(/[?&]archived=yes/);
    await expect(row(page, 'Rosa Lindgren')).toContainText(en.statuses.deleted);
    const chip = fill(en.users.filter_archived, { value: en.common.yes });
    await expect(page.getByRole('main')).toContainText(chip);
    await page.reload();
    await expect(row(page, 'Rosa Lindgren')).toBeVisible();
    panel = await filterPanel(page);
    await expect(panel.getByLabel(en.users.archived)).toHaveValue('yes');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: fill(en.users.remove_filter, { filter: chip }) }).click();
    await expect(row(page, 'Rosa Lindgren')).toHaveCount(0);
    await expect(page).not.toHaveURL(/archived/);
  });

  test('filters by role and by several statuses, and shows how many each has', async ({ page, site }) => {
    await visit(page, '/users');
    let panel = await filterPanel(page);
    await panel.getByLabel(en.common.role).selectOption('guest');
    await pressInPlace(page, panel.getByRole('button', { name: en.common.apply }));
    await expect(page).toHaveURL(/[?&]role=guest/);
    await expect.poll(async () => [...new Set(await column(page, en.common.role))]).toEqual([en.roles.guest]);
    panel = await filterPanel(page);
    const now = Date.now();
    const [waiting = ''] = site.installation.database.run(
      `SELECT count(*) FROM "user" WHERE status = 'invited' AND invite_until > ${now}`,
    );
    await panel.getByRole('checkbox', { name: `${en.statuses.invited} (${waiting})` }).check();
    await panel.getByRole('checkbox', { name: new RegExp(`^${en.statuses.not_accepted}`) }).check();
    await pressInPlace(page, panel.getByRole('button', { name: en.common.apply }));
    await expect(page).toHaveURL(/status=invited&status=not_accepted/);
    await expect(row(page, 't.wrona')).toBeVisible();
    await expect(row(page, 'Adaeze Mbeki')).toBeVisible();
    await expect(async () => {
      for (const status of await column(page, en.common.status)) {
        expect(status).toMatch(new RegExp(`^(${en.statuses.invited}|${en.statuses.not_accepted})`));
      }
    }).toPass({ timeout: 10_000 });
  });

  // S0.22
  test('filters by permission, by the role or on top of it', async ({ page, site }) => {
    await visit(page, '/users?per=100');
    const panel = await filterPanel(page);
    await panel.getByLabel(en.roles.page_permission).selectOption('billing');
    await pressInPlace(page, panel.getByRole('button', { name: en.common.apply }));
    await expect(page).toHaveURL(/[?&]perm=billing/);
    const [count = ''] = site.installation.database.run(
      `SELECT count(*) FROM "user" WHERE status <> 'deleted' AND (role IN ('owner', 'administrator')
       OR role = 'member' AND id IN (SELECT user_id FROM user_permission WHERE permission = 'billing'))`,
    );
    await expect(rows(page)).toHaveCount(Number(count));
    const chip = fill(en.explain.filter_permission, { value: en.roles.permission_billing });
    await page.reload();
    await expect(rows(page)).toHaveCount(Number(count));
    await page.getByRole('link', { name: fill(en.users.remove_filter, { filter: chip }) }).click();
    await expect(page).not.toHaveURL(/perm/);
    await visit(page, '/admin/settings?tab=roles');
    const added = page.getByRole('region', { name: en.roles.page_added }).getByRole('listitem')
      .filter({ hasText: en.roles.permission_billing });
    const named = await added.getByRole('link').innerText();
    await added.getByRole('link').click();
    await expect(page).toHaveURL(/role=member&role=guest&perm=billing/);
    await expect(rows(page)).toHaveCount(Number.parseInt(named, 10));
  });

  test('columns are chosen, and are part of the address', async ({ page }) => {
    await visit(page, '/users');
    await page.getByRole('button', { name: en.users.columns }).click();
    const chooser = page.getByRole('group', { name: en.users.columns });
    await chooser.getByRole('switch', { name: en.common.email }).uncheck();
    await chooser.getByRole('switch', { name: en.users.invited_by }).check();
    await chooser.getByRole('switch', { name: en.users.joined }).check();
    await pressInPlace(page, chooser.getByRole('button', { name: en.common.apply }));
    await expect(page.getByRole('columnheader', { name: en.users.invited_by })).toBeVisible();
    await expect(page.getByRole('columnheader', { name: en.common.email })).toHaveCount(0);
    await expect(page).toHaveURL(/cols=role/);
    await page.reload();
    await expect(page.getByRole('columnheader', { name: en.users.joined })).toBeVisible();
    expect((await column(page, en.users.invited_by)).some((name) => name.includes('Marit Solberg'))).toBe(true);
  });

  test('table and cards are two views of one list', async ({ page }) => {
    await visit(page, '/users?role=guest');
    const guests = (await column(page, en.common.name)).length;
    const views = page.getByRole('group', { name: en.users.view });
    await views.getByRole('link', { name: en.users.cards }).click();
    await expect(page).toHaveURL(/view=cards&role=guest/);
    const cards = page.locator('main ul').filter({ hasText: 'Niamh Doyle' }).getByRole('listitem');
    await expect(cards).toHaveCount(guests);
    const late = cards.filter({ hasText: 'Adaeze Mbeki' });
    await expect(late).toContainText(en.statuses.not_accepted);
    // S0.14
    await expect(late.getByRole('button', { name: shape(en.users.actions_for) })).toBeVisible();
    // S3.11
    await expect(late.getByRole('button', { name: en.users.resend })).toBeVisible();
    await expect(cards.filter({ hasText: 'Niamh Doyle' })).toContainText('niamh.doyle@doyle-audio.example');
    await views.getByRole('link', { name: en.users.table }).click();
    await expect(rows(page)).toHaveCount(guests);
  });

  test('the menu of a row holds what fits the status, and says what hinders', async ({ page }) => {
    await visit(page, '/users?per=100');
    const entries = async (name: string): Promise<string[]> => {
      await row(page, name).getByRole('button', { name: shape(en.users.actions_for) }).click();
      const menu = page.getByRole('menu', { name: shape(en.users.actions_for) });
      const texts = await menu.getByRole('menuitem').allInnerTexts();
      await page.keyboard.press('Escape');
      await expect(menu).toBeHidden();
      return texts.map((text) => text.trim());
    };
    const all = [en.userWindow.open, en.users.resend, en.users.copy_link, en.users.change_role, en.users.cancel, en.users.delete];
    expect(await entries('Chidi Eze')).toEqual(all);
    expect(await entries('Arvid Holm')).toEqual(all);
    expect(await entries('Amara Okafor')).toEqual([en.userWindow.open, en.users.change_role, en.users.disable, en.users.delete]);
    expect(await entries('Henrik Aas')).toEqual([en.userWindow.open, en.users.change_role, en.users.enable, en.users.delete]);
  });

  test('keys move through the list and open what it offers', async ({ page }) => {
    await visit(page, '/users');
    await page.keyboard.press('j');
    await expect(rows(page).nth(0)).toBeFocused();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await expect(rows(page).nth(1)).toBeFocused();
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: en.users.search })).toBeFocused();
    await page.keyboard.type('jkfn?');
    await expect(page.getByRole('searchbox', { name: en.users.search })).toHaveValue('jkfn?');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: en.users.no_match })).toBeVisible();
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/\/users$/);
    await expect(rows(page)).toHaveCount(25);
    await page.keyboard.press('f');
    await expect(page.getByRole('group', { name: en.users.filter_title })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await expect(page.getByRole('group', { name: en.users.columns })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await modal(page.getByRole('dialog', { name: en.users.add }));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: en.users.add })).toBeHidden();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: en.shell.keys })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: en.shell.keys })).toBeHidden();
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await expect(page).toHaveURL(/\/admin\/mail$/);
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    await expect(page).toHaveURL(/\/users$/);
  });

  test.describe('on a phone', () => {
    test.use({ viewport: { width: 390, height: 844 } });

    test('shows the same people, and the menu is a drawer', async ({ page }) => {
      await visit(page, '/users?per=100');
      await expect(row(page, 'Amara Okafor')).toContainText(en.roles.administrator);
      await page.getByRole('button', { name: en.shell.open_menu }).click();
      const drawer = page.getByRole('dialog', { name: en.shell.menu });
      await drawer.getByRole('link', { name: en.shell.mail, exact: true }).click();
      await expect(page).toHaveURL(/\/admin\/mail$/);
      await expect(drawer).toBeHidden();
    });
  });
});

test.describe('a thousand people', () => {
  test.use({ siteName: 'crowd' });

  test('come in pages, of the size that is chosen', async ({ page, site }) => {
    const [count = ''] = site.installation.database.run(`SELECT count(*) FROM "user" WHERE status <> 'deleted'`);
    const total = Number(count);
    await visit(page, '/users');
    await expect(page.getByText(extent(1, 25, total))).toBeVisible();
    const first = await column(page, en.common.name);
    const pages = page.getByRole('navigation', { name: en.common.pages });
    await pages.getByRole('link', { name: en.common.next_page }).click();
    await expect(page.getByText(extent(26, 50, total))).toBeVisible();
    await expect(page).toHaveURL(/\?page=2$/);
    expect(await column(page, en.common.name)).not.toEqual(first);
    await page.getByLabel(en.common.rows_per_page).selectOption('100');
    await expect(page.getByText(extent(1, 100, total))).toBeVisible();
    await expect(page).toHaveURL(/\?per=100$/);
    await expect(rows(page)).toHaveCount(100);
    const last = Math.ceil(total / 100);
    await pages.getByRole('link', { name: String(last), exact: true }).click();
    await expect(page.getByText(extent((last - 1) * 100 + 1, total, total))).toBeVisible();
    await expect(pages.getByRole('link', { name: en.common.next_page })).toHaveCount(0);
    await page.goBack();
    await expect(page.getByText(extent(1, 100, total))).toBeVisible();
  });

  // IN-04
  test('an address that asks for too much gets what there is', async ({ page, site }) => {
    const [count = ''] = site.installation.database.run(`SELECT count(*) FROM "user" WHERE status <> 'deleted'`);
    const total = Number(count);
    for (const query of ['page=0&per=0', 'page=-1&per=-1', 'page=x&per=7', 'per=100000', 'sort=password_hash']) {
      await visit(page, `/users?${query}`);
      await expect(page.getByText(new RegExp(`^1–\\d+ of ${total.toLocaleString('en')}$`)), query).toBeVisible();
      expect(await rows(page).count()).toBeLessThanOrEqual(100);
    }
    await visit(page, '/users?page=4294967295');
    await expect(rows(page).first()).toBeVisible();
  });
});

test.describe('an empty workspace', () => {
  test.use({ siteName: 'own' });

  test('says that there is nobody else yet', async ({ page }) => {
    await visit(page, '/users');
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText(en.users.you);
    await expect(page.getByText(en.users.alone)).toBeVisible();
  });

  test('a menu stays open while the list is read again', async ({ page }) => {
    await visit(page, '/users');
    let go = (): void => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    let answered = 0;
    await page.route('**/rpc/users/list*', async (route) => {
      await held;
      await route.continue();
      answered += 1;
    });
    await invite(page, 'mia@people.example');
    const name = shape(en.users.actions_for);
    await rows(page).first().getByRole('button', { name }).click();
    const entry = page.getByRole('menu', { name }).getByRole('menuitem', { name: en.userWindow.open });
    await expect(entry).toBeFocused();
    go();
    await expect(rows(page)).toHaveCount(2);
    expect(answered).toBe(1);
    await expect(entry).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(rows(page).filter({ hasText: en.users.you }).getByRole('button', { name })).toBeFocused();
  });

  test('a list that fails keeps what it showed, and can be tried again', async ({ page, faults }) => {
    faults.expectStatus(503);
    await visit(page, '/users');
    await page.route('**/rpc/users/list*', (route) =>
      route.fulfill({ status: 503, json: { unavailable: { retry_after_secs: 5 } } }),
    );
    await page.getByRole('columnheader', { name: en.common.email }).getByRole('link').click();
    await expect(page.getByRole('alert')).toContainText(en.errors.list_failed);
    await expect(rows(page)).toHaveCount(1);
    await page.unroute('**/rpc/users/list*');
    await page.getByRole('button', { name: en.common.try_again }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page).toHaveURL(/sort=email/);
  });
});
