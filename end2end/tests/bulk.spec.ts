/** Selecting people, changing them together, and taking it back. */
import type { Locator, Page } from '@playwright/test';

import { accept, copyLink, invite, modal, row, someone, type Person, visit } from '../fixtures/people';
import { WORKSPACE } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill, plural } from '../fixtures/texts';

/** The bar with what can be done. */
const bar = (page: Page): Locator => page.getByRole('region', { name: en.bulk.bar });

/** The rows of the table. */
const rows = (page: Page): Locator => page.locator('tbody').getByRole('row');

/** The box of someone. */
const box = (page: Page, name: string): Locator =>
  page.getByRole('checkbox', { name: fill(en.bulk.select, { name }), exact: true });

/** An action of the bar. */
const action = (page: Page, name: string): Locator => bar(page).getByRole('button', { name: new RegExp(`^${name}`) });

/** The message that says so. */
const toast = (page: Page, text: string): Locator => page.locator('.toast').filter({ hasText: text });

const isMixed = (checkbox: Locator): Promise<boolean> =>
  checkbox.evaluate((element) => (element as HTMLInputElement).indeterminate);

/** How many are selected. */
async function expectSelected(page: Page, n: number): Promise<void> {
  await expect(bar(page)).toContainText(plural(en.bulk.selected, n));
}

test.describe('a studio of fifty', () => {
  test.use({ siteName: 'demo' });

  // S3.2
  test('people are selected one by one, in a range, by page, and all who match', async ({ page, site }) => {
    await visit(page, '/users');
    await expect(bar(page)).toHaveCount(0);
    const boxes = rows(page).getByRole('checkbox');
    const all = page.locator('thead').getByRole('checkbox', { name: en.bulk.select_page });
    await boxes.nth(1).check();
    await expectSelected(page, 1);
    await boxes.nth(4).click({ modifiers: ['Shift'] });
    await expectSelected(page, 4);
    await expect.poll(() => isMixed(all)).toBe(true);
    await boxes.nth(2).uncheck();
    await expectSelected(page, 3);
    await expect(page.getByRole('status').filter({ hasText: plural(en.bulk.selected, 3) })).not.toHaveCount(0);

    // The selection stays while paging and sorting.
    await page.getByRole('link', { name: en.common.next_page }).click();
    await expect(page).toHaveURL(/page=2/);
    await expectSelected(page, 3);
    await expect.poll(() => isMixed(all)).toBe(false);
    await all.check();
    await expectSelected(page, 3 + (await rows(page).count()));
    await all.uncheck();
    await expectSelected(page, 3);

    const [total = ''] = site.installation.database.run(`SELECT count(*) FROM "user" WHERE status <> 'deleted'`);
    await bar(page).getByRole('button', { name: plural(en.bulk.select_all, Number(total)) }).click();
    await expectSelected(page, Number(total));
    await expect(rows(page).getByRole('checkbox').first()).toBeChecked();
    const [off = ''] = site.installation.database.run(
      `SELECT count(*) FROM "user" WHERE status = 'disabled' AND (access_ends_at IS NULL OR disabled_by <> 'ended')`,
    );
    await expect(action(page, en.bulk.enable)).toContainText(off);
    await page.keyboard.press('Escape');
    await expect(bar(page)).toHaveCount(0);
    await expect(rows(page).getByRole('checkbox').first()).not.toBeChecked();
  });

  // S3.2 S3.11
  test('each action says to how many it applies, and one that applies to nobody says so', async ({ page }) => {
    await visit(page, '/users?per=100');
    await box(page, 'Chidi Eze').check();
    await box(page, 'Farah Aziz').check();
    await expect(action(page, en.common.edit)).toContainText('2');
    await expect(action(page, en.users.resend)).toContainText('1');
    await expect(action(page, en.users.disable_action)).toContainText('1');
    await expect(action(page, en.bulk.enable)).toHaveAttribute('aria-disabled', 'true');
    await expect(action(page, en.bulk.enable)).toHaveAccessibleDescription(en.bulk.none_applies);
    await bar(page).getByRole('button', { name: en.bulk.clear }).click();
    await expect(bar(page)).toHaveCount(0);
  });

  test('the keyboard selects', async ({ page }) => {
    await visit(page, '/users');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await expectSelected(page, 1);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await expectSelected(page, 3);
    await page.keyboard.press('x');
    await expectSelected(page, 2);
    await action(page, en.common.edit).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: plural(en.bulk.edit_title, 2) });
    await modal(dialog);
    await expect(page).toHaveURL(/dialog=bulk-edit/);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expectSelected(page, 2);
    await page.keyboard.press('Escape');
    await expect(bar(page)).toHaveCount(0);
  });

  test('cards are selected like rows', async ({ page }) => {
    await visit(page, '/users?view=cards');
    await box(page, 'Isaac Adeyemi').check();
    await expectSelected(page, 1);
    await page.getByRole('checkbox', { name: en.bulk.select_page }).check();
    await expectSelected(page, 25);
    await page.getByRole('link', { name: en.users.table }).click();
    await expectSelected(page, 25);
    await expect(page.locator('thead').getByRole('checkbox')).toBeChecked();
  });

  // An address that was sent to somebody names a dialog, but selects nobody.
  test('a dialog for nobody is not opened', async ({ page }) => {
    await visit(page, '/users?dialog=bulk-disable');
    await expect(page).toHaveURL(/\/users$/);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test.describe('on a phone', () => {
    test.use({ viewport: { width: 320, height: 640 } });

    test('the bar stands at the bottom and nothing leads out to the side', async ({ page }) => {
      await visit(page, '/users');
      await page.getByRole('checkbox', { name: en.bulk.select_page }).check();
      await expectSelected(page, 25);
      await expect(bar(page)).toBeInViewport();
      const wide = (): Promise<boolean> =>
        page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect(await wide()).toBe(false);
      await action(page, en.users.disable_action).click();
      await expect(page.getByRole('dialog')).toContainText(en.bulk.why_unchanged);
      expect(await wide()).toBe(false);
      await page.getByRole('dialog').getByRole('link', { name: en.common.close }).click();
      await expectSelected(page, 25);
    });
  });
});

test.describe('an installation of its own', () => {
  test.use({ siteName: 'own' });

  /** People who have accepted. */
  async function join(page: Page, browse: () => Promise<Page>, ...people: Person[]): Promise<void> {
    await visit(page, '/users');
    await invite(page, ...people.map((person) => person.email));
    for (const person of people) {
      const theirs = await browse();
      await accept(theirs, await copyLink(page, person.email), person);
      await theirs.waitForURL('**/users');
    }
    await visit(page, '/users');
  }

  // S0.15 S0.16 S3.2 UL-05
  test('people are disabled together, taken back, and told only what stays', async ({ page, browse, mail }) => {
    const [ida, bo] = [someone('Ida', 'Berg'), someone('Bo', 'Holm')];
    await join(page, browse, ida, bo);
    await page.locator('thead').getByRole('checkbox').check();
    await expectSelected(page, 3);
    await expect(action(page, en.users.disable_action)).toContainText('2');
    await action(page, en.users.disable_action).click();
    const dialog = page.getByRole('dialog', { name: plural(en.bulk.disable_title, 2) });
    await expect(dialog).toContainText(plural(en.bulk.is_disabled, 2));
    await expect(dialog).toContainText('Ida Berg');
    await expect(dialog).toContainText(plural(en.bulk.left_out, 1));
    await expect(dialog).toContainText(en.blockers.own_account);
    await dialog.getByRole('button', { name: plural(en.bulk.disable_title, 2) }).click();
    await expect(dialog).toBeHidden();
    await expect(row(page, 'Ida Berg')).toContainText(en.statuses.disabled);
    await expect(row(page, 'Bo Holm')).toContainText(en.statuses.disabled);
    await expect(bar(page)).toHaveCount(0);
    await expect(toast(page, plural(en.bulk.done_disable, 2))).toBeVisible();
    await expect(toast(page, plural(en.bulk.mails_wait, 2))).toBeVisible();
    await page.getByRole('button', { name: en.common.undo }).click();
    await expect(toast(page, plural(en.bulk.undone, 2))).toBeVisible();
    await expect(row(page, 'Ida Berg')).toContainText(en.statuses.active);
    await expect(row(page, 'Bo Holm')).toContainText(en.statuses.active);

    // Once more, and it stays: each of them is told once.
    await box(page, 'Ida Berg').check();
    await box(page, 'Bo Holm').check();
    await action(page, en.users.disable_action).click();
    await dialog.getByRole('button', { name: plural(en.bulk.disable_title, 2) }).click();
    const subject = fill(en.mails.closed_subject, { workspace: WORKSPACE });
    for (const person of [ida, bo]) {
      const told = (): number => mail.for(person.email).filter((letter) => letter.subject === subject).length;
      await expect.poll(told, { timeout: 20_000 }).toBe(1);
    }

    // S0.17: and back again, by the filter.
    await visit(page, '/users?status=disabled');
    await page.locator('thead').getByRole('checkbox').check();
    await action(page, en.bulk.enable).click();
    const enable = page.getByRole('dialog', { name: plural(en.bulk.enable_title, 2) });
    await expect(enable).toContainText(plural(en.bulk.is_enabled, 2));
    await enable.getByRole('button', { name: plural(en.bulk.enable_title, 2) }).click();
    await expect(toast(page, plural(en.bulk.done_enable, 2))).toBeVisible();
    await visit(page, '/users');
    await expect(row(page, 'Ida Berg')).toContainText(en.statuses.active);
  });

  // S0.26 S3.2 S3.15 S3.21 S3.22
  test('people are archived together, taken back, and restored with a mail each', async ({
    page, site, browse, mail, faults,
  }) => {
    faults.expectStatus(403);
    test.slow(); // Two undo windows pass.
    const [ida, bo] = [someone('Ida', 'Berg'), someone('Bo', 'Holm')];
    await join(page, browse, ida, bo);
    await expect(action(page, en.users.delete_action)).toHaveCount(0);
    await page.locator('thead').getByRole('checkbox').check();
    await expect(action(page, en.users.delete_action)).toContainText('2');
    await expect(action(page, en.users.restore_action)).toHaveAttribute('aria-disabled', 'true');
    await action(page, en.users.delete_action).click();
    await expect(page).toHaveURL(/dialog=bulk-delete/);
    const dialog = page.getByRole('dialog', { name: plural(en.bulk.delete_title, 2) });
    await expect(dialog).toContainText(en.bulk.delete_lead);
    await expect(dialog).toContainText(plural(en.bulk.is_deleted_seat, 2));
    await expect(dialog).toContainText(en.blockers.own_account);
    await dialog.getByRole('button', { name: plural(en.bulk.delete_title, 2) }).click();
    // Asks for the password, and goes on by itself.
    const question = page.getByRole('dialog', { name: en.stepUp.title });
    await question.getByLabel(en.common.password, { exact: true }).fill(site.owner.password);
    await question.getByRole('button', { name: en.stepUp.confirm }).click();
    await expect(question).toBeHidden();
    await expect(toast(page, plural(en.bulk.done_delete, 2))).toBeVisible();
    await expect(row(page, 'Ida Berg')).toHaveCount(0);
    await page.getByRole('button', { name: en.common.undo }).click();
    await expect(toast(page, plural(en.bulk.undone, 2))).toBeVisible();
    await expect(row(page, 'Ida Berg')).toContainText(en.statuses.active);
    await expect(row(page, 'Bo Holm')).toContainText(en.statuses.active);

    // Once more, and it stays: each of them is told once.
    await box(page, 'Ida Berg').check();
    await box(page, 'Bo Holm').check();
    await action(page, en.users.delete_action).click();
    await dialog.getByRole('button', { name: plural(en.bulk.delete_title, 2) }).click();
    await expect(row(page, 'Ida Berg')).toHaveCount(0);
    const subject = fill(en.mails.deleted_subject, { workspace: WORKSPACE });
    const letters = (address: string, about: string): number =>
      mail.for(address).filter((letter) => letter.subject.includes(about)).length;
    for (const person of [ida, bo]) {
      await expect.poll(() => letters(person.email, subject), { timeout: 20_000 }).toBe(1);
    }

    await visit(page, '/users?archived=yes&status=deleted');
    await page.locator('thead').getByRole('checkbox').check();
    await expectSelected(page, 2);
    await expect(action(page, en.users.delete_action)).toHaveAttribute('aria-disabled', 'true');
    await action(page, en.users.restore_action).click();
    const restore = page.getByRole('dialog', { name: plural(en.bulk.restore_title, 2) });
    await expect(restore).toContainText(plural(en.bulk.is_restored, 2));
    await restore.getByRole('button', { name: plural(en.bulk.restore_title, 2) }).click();
    await expect(toast(page, plural(en.bulk.done_restore, 2))).toBeVisible();
    await visit(page, '/users');
    await expect(row(page, 'Ida Berg')).toContainText(en.statuses.invited);
    for (const person of [ida, bo]) {
      await expect.poll(() => letters(person.email, 'restored your account'), { timeout: 20_000 }).toBe(1);
    }
  });

  test('nothing is done before it is known what it comes to', async ({ page }) => {
    const ida = someone('Ida', 'Berg');
    await visit(page, '/users');
    await invite(page, ida.email);
    // Each look waits until it is let through.
    const looks: (() => void)[] = [];
    await page.route('**/rpc/bulk/preview', async (route) => {
      await new Promise<void>((letThrough) => looks.push(letThrough));
      await route.continue();
    });
    const applied: string[] = [];
    page.on('request', (request) => { if (request.url().endsWith('/rpc/bulk/apply')) applied.push(request.url()); });
    await box(page, ida.email).check();
    await action(page, en.common.edit).click();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.locator('#bulk-confirm');
    const permission = dialog.getByRole('combobox', { name: en.roles.permission_creator });
    await permission.selectOption({ label: en.bulk.give });
    await expect.poll(() => looks.length).toBe(1);
    await expect(confirm).toHaveAttribute('aria-busy', 'true');
    await expect(confirm).toBeDisabled();
    await confirm.press('Enter');
    looks[0]?.();
    await expect(dialog).toContainText(plural(en.bulk.access_changes, 1));
    await expect(confirm).toBeEnabled();
    await expect(confirm).not.toHaveAttribute('aria-busy', 'true');

    // Another choice: what is shown is what the one before came to.
    await permission.selectOption({ label: en.bulk.take });
    await expect.poll(() => looks.length).toBe(2);
    await expect(dialog).toContainText(plural(en.bulk.access_changes, 1));
    await confirm.press('Enter');
    looks[1]?.();
    await expect(dialog).toContainText(en.bulk.nobody);
    await expect(confirm).not.toHaveAttribute('aria-busy', 'true');
    expect(looks).toHaveLength(2);
    expect(applied).toEqual([]);
  });

  test('a look that failed is taken again, and nothing is done meanwhile', async ({ page, faults }) => {
    faults.expectStatus(503);
    const ida = someone('Ida', 'Berg');
    await visit(page, '/users');
    await invite(page, ida.email);
    const applied: string[] = [];
    page.on('request', (request) => { if (request.url().endsWith('/rpc/bulk/apply')) applied.push(request.url()); });
    await page.route('**/rpc/bulk/preview', (route) =>
      route.fulfill({ status: 503, json: { unavailable: { retry_after_secs: 5 } } }),
    );
    await box(page, ida.email).check();
    await action(page, en.common.edit).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: en.roles.permission_creator }).selectOption({ label: en.bulk.give });
    await expect(dialog.getByRole('alert')).toBeVisible();
    await page.unroute('**/rpc/bulk/preview');
    await dialog.locator('#bulk-confirm').click();
    await expect(dialog).toContainText(plural(en.bulk.access_changes, 1));
    await expect(dialog.getByRole('alert')).toHaveCount(0);
    expect(applied).toEqual([]);
  });

  // S3.3 S3.4 S3.7 S3.8
  test('role and permissions of several change with a look at what it comes to', async ({ page }) => {
    const [ida, bo] = [someone('Ida', 'Berg'), someone('Bo', 'Holm')];
    await visit(page, '/users');
    await invite(page, ida.email, bo.email);
    await box(page, ida.email).check();
    await box(page, bo.email).check();
    await action(page, en.common.edit).click();
    const dialog = page.getByRole('dialog', { name: plural(en.bulk.edit_title, 2) });
    await expect(dialog.getByRole('button', { name: plural(en.bulk.edit_title, 2) })).toHaveAttribute('aria-disabled', 'true');
    const permission = dialog.getByRole('combobox', { name: en.roles.permission_creator });
    await expect(permission.locator('option')).toHaveText([en.bulk.unchanged, en.bulk.give, en.bulk.take]);
    await permission.selectOption({ label: en.bulk.give });
    await expect(dialog).toContainText(plural(en.bulk.access_changes, 2));
    await expect(dialog.getByRole('definition').first()).toHaveText(en.roles.permission_creator);
    await dialog.getByRole('button', { name: plural(en.bulk.edit_title, 2) }).click();
    await expect(row(page, ida.email)).toContainText(plural(en.users.extras, 1));
    await page.getByRole('button', { name: en.common.undo }).click();
    await expect(row(page, ida.email)).not.toContainText(plural(en.users.extras, 1));

    await box(page, ida.email).check();
    await action(page, en.common.edit).click();
    const one = page.getByRole('dialog', { name: plural(en.bulk.edit_title, 1) });
    await one.getByRole('combobox', { name: en.common.role }).selectOption('guest');
    await expect(one.getByRole('combobox', { name: en.roles.permission_creator })).toHaveCount(0);
    await one.getByRole('button', { name: plural(en.bulk.edit_title, 1) }).click();
    await expect(row(page, ida.email)).toContainText(en.roles.guest);
    await expect(row(page, bo.email)).toContainText(en.roles.member);
  });

  // S3.10 S3.11 S3.12 S3.13
  test('invitations are sent again together, and called back', async ({ page, site, mail }) => {
    const [ida, bo] = [someone('Ida', 'Berg'), someone('Bo', 'Holm')];
    await visit(page, '/users');
    await invite(page, ida.email, bo.email);
    for (const person of [ida, bo]) {
      await expect.poll(() => mail.for(person.email).length, { timeout: 20_000 }).toBe(1);
    }
    site.installation.database.run(`UPDATE "user" SET invite_until = 1 WHERE status = 'invited'`);
    await visit(page, '/users');
    await expect(row(page, ida.email)).toContainText(en.statuses.not_accepted);
    await box(page, ida.email).check();
    await box(page, bo.email).check();
    await action(page, en.users.resend).click();
    const dialog = page.getByRole('dialog', { name: plural(en.bulk.resend_title, 2) });
    await expect(dialog).toContainText(plural(en.bulk.is_resent_seat, 2));
    await dialog.getByRole('button', { name: plural(en.bulk.resend_title, 2) }).click();
    await expect(row(page, ida.email)).toContainText(en.statuses.invited);
    await page.getByRole('button', { name: en.common.undo }).click();
    await expect(row(page, ida.email)).toContainText(en.statuses.not_accepted);
    expect(mail.for(bo.email)).toHaveLength(1);
  });
});
