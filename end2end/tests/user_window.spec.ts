/** The window of a user: the way there and on, what is shown and changed on each tab. */
import type { Page } from '@playwright/test';

import { accept, copyLink, hydrated, invite, PASSWORD, row, rowAction, someone, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, fill, plural } from '../fixtures/texts';

test.use({ siteName: 'own' });

/** Two people who have come in; answers with them. */
async function two(page: Page, browse: () => Promise<Page>) {
  const [ana, bo] = [someone('Ana', 'Alder'), someone('Bo', 'Birch')];
  await visit(page, '/users');
  await invite(page, ana.email, bo.email);
  for (const person of [ana, bo]) {
    const theirs = await browse();
    await accept(theirs, await copyLink(page, person.email), person);
    await theirs.waitForURL('**/users');
    await theirs.close();
  }
  return [ana, bo] as const;
}

// S3.24
test('a name opens the window, and keys lead to the next one and to other tabs', async ({ page, browse }) => {
  await two(page, browse);
  await visit(page, '/users?sort=-name');
  await row(page, 'Bo Birch').getByRole('link', { name: 'Bo Birch' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bo Birch');
  await expect(page).toHaveURL(/\/profile\?from=users&sort=-name$/);
  await page.keyboard.press(']');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ana Alder');
  await page.keyboard.press('[');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bo Birch');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('link', { name: en.userWindow.tab_access, exact: true })).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('link', { name: en.userWindow.tab_profile, exact: true })).toHaveAttribute('aria-current', 'page');
  await page.getByRole('main').getByRole('link', { name: en.users.title, exact: true }).click();
  await expect(page).toHaveURL(/\/users\?sort=-name$/);
  await (await rowAction(page, 'Ana Alder', en.userWindow.open)).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ana Alder');
});

// S1.9 S3.25
test('names and notes are changed, and a taken username is refused beside its field', async ({ page, browse }) => {
  const [, bo] = await two(page, browse);
  const taken = bo.email.split('@')[0] ?? '';
  await visit(page, '/users');
  await page.getByRole('link', { name: 'Ana Alder' }).click();
  await page.getByRole('textbox', { name: en.common.username }).fill(taken);
  await page.locator('#save-names').click();
  await expect(page.getByText(en.errors.field_taken)).toBeVisible();
  await expect(page.getByRole('textbox', { name: en.common.username })).toHaveValue(taken);
  await page.getByRole('textbox', { name: en.common.username }).fill('ana');
  await page.getByLabel(en.common.last_name).fill('Ash');
  await page.locator('#save-names').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ana Ash');
  await hydrated(page);

  const panel = page.getByRole('region', { name: en.userWindow.admin_title });
  for (const text of ['first', 'second']) {
    await panel.getByLabel(en.userWindow.note).fill(text);
    await panel.getByRole('button', { name: en.common.save }).click();
    await expect(page.getByRole('status').filter({ hasText: en.userWindow.saved }).last()).toBeVisible();
    await expect(panel.getByText(fill(en.userWindow.note_count, { used: text.length, max: '5,000' }))).toBeVisible();
    // Who wrote it, and when: it is stored, and the panel shows what is stored.
    await expect(panel.locator('time').first()).toBeVisible();
  }
  await panel.getByText(plural(en.userWindow.earlier, 1)).click();
  await expect(panel.getByText('first', { exact: true })).toBeVisible();
});

// S3.25
test('what is typed while a note is being saved stays, in the other forms too', async ({ page, browse }) => {
  await two(page, browse);
  await visit(page, '/users');
  await page.getByRole('link', { name: 'Ana Alder' }).click();
  const panel = page.getByRole('region', { name: en.userWindow.admin_title });
  const note = panel.getByLabel(en.userWindow.note);
  let go = (): void => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/rpc/user_window/annotate', async (route) => {
    await held;
    await route.continue();
  });
  await note.fill('one');
  await panel.getByRole('button', { name: en.common.save }).click();
  await note.fill('one and more');
  await page.getByLabel(en.common.last_name).fill('Ash');
  go();
  // Who wrote it: the window was read again.
  await expect(panel.locator('time').first()).toBeVisible();
  await expect(note).toHaveValue('one and more');
  await expect(page.getByLabel(en.common.last_name)).toHaveValue('Ash');
  await panel.getByRole('button', { name: en.common.save }).click();
  await panel.getByText(plural(en.userWindow.earlier, 1)).click();
  await expect(panel.getByText('one', { exact: true })).toBeVisible();
  await expect(note).toHaveValue('one and more');
});

// S3.25, UL-08
test('a text that somebody else overtook is kept, and theirs is shown', async ({ page, browse, site, faults }) => {
  faults.expectStatus(409);
  await two(page, browse);
  await visit(page, '/users');
  await page.getByRole('link', { name: 'Ana Alder' }).click();
  const panel = page.getByRole('region', { name: en.userWindow.admin_title });
  await panel.getByLabel(en.userWindow.note).fill('mine');
  const other = await browse({ storageState: site.session });
  await visit(other, page.url());
  const theirs = other.getByRole('region', { name: en.userWindow.admin_title });
  await theirs.getByLabel(en.userWindow.note).fill('theirs');
  await theirs.getByRole('button', { name: en.common.save }).click();
  await expect(other.getByRole('status').filter({ hasText: en.userWindow.saved }).last()).toBeVisible();
  await panel.getByRole('button', { name: en.common.save }).click();
  await expect(panel.getByText(en.userWindow.note_stale)).toBeVisible();
  await expect(panel.getByText('theirs', { exact: true })).toBeVisible();
  await expect(panel.getByLabel(en.userWindow.note)).toHaveValue('mine');
  await panel.getByRole('button', { name: en.userWindow.keep_mine }).click();
  await expect(page.getByRole('status').filter({ hasText: en.userWindow.saved }).last()).toBeVisible();
  await expect(panel.getByLabel(en.userWindow.note)).toHaveValue('mine');
});

// S0.23
test('access is explained with its reason and what would help', async ({ page, browse }) => {
  await two(page, browse);
  await visit(page, '/users');
  await page.getByRole('link', { name: 'Ana Alder' }).click();
  await page.getByRole('link', { name: en.userWindow.tab_access, exact: true }).click();
  const question = page.getByLabel(fill(en.userWindow.question, { name: 'Ana Alder' }));
  await question.selectOption('seats_buy');
  await page.getByRole('button', { name: en.userWindow.explain }).click();
  const answer = page.locator('#answer');
  await expect(answer).toContainText(fill(en.userWindow.verdict_no, { name: 'Ana Alder' }));
  await expect(answer).toContainText(en.userWindow.reason_no_grant);
  await expect(answer).toContainText(fill(en.userWindow.fix_grant, { permission: en.roles.permission_billing }));
  await expect(page).toHaveURL(/can=seats_buy/);
});

// UL-01
test('an end of access is set and removed', async ({ page, browse }) => {
  await two(page, browse);
  await visit(page, '/users');
  await page.getByRole('link', { name: 'Ana Alder' }).click();
  await page.getByRole('link', { name: en.userWindow.tab_access, exact: true }).click();
  await page.getByLabel(en.userWindow.ends_day).fill('2040-05-31');
  await page.locator('#save-end').click();
  await expect(page.getByRole('cell', { name: '31 May 2040' })).toBeVisible();
  await page.getByLabel(en.userWindow.ends_day).fill('');
  await page.locator('#save-end').click();
  await expect(page.getByRole('cell', { name: en.userWindow.no_end })).toBeVisible();
});

// PR-19
test('a link for a new password takes the password of whoever sends it', async ({ page, browse, mail }) => {
  const [ana] = await two(page, browse);
  await visit(page, '/users');
  await page.getByRole('link', { name: 'Ana Alder' }).click();
  await page.getByRole('link', { name: en.userWindow.tab_sessions, exact: true }).click();
  await page.getByLabel(en.userWindow.reason).fill('forgot it');
  await page.getByRole('button', { name: en.userWindow.reset }).click();
  const dialog = page.getByRole('dialog', { name: en.stepUp.title });
  await dialog.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: en.stepUp.confirm }).click();
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: en.userWindow.reset_sent })).toBeVisible();
  await expect.poll(() => mail.for(ana.email).some((letter) => letter.text.includes('/reset/')), { timeout: 20_000 }).toBe(true);
  await hydrated(page);
  await page.getByRole('link', { name: en.userWindow.tab_timeline, exact: true }).click();
  await expect(page.getByText(en.audit.action_reset_link_created)).toBeVisible();
  await expect(page.getByText('forgot it')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('no tab is wider than the screen', async ({ page, browse }) => {
    await two(page, browse);
    await visit(page, '/users');
    await page.getByRole('link', { name: 'Ana Alder' }).click();
    for (const tab of [en.userWindow.tab_profile, en.userWindow.tab_access, en.userWindow.tab_sessions, en.userWindow.tab_timeline]) {
      const link = page.getByRole('link', { name: tab, exact: true });
      await link.click();
      await expect(link).toHaveAttribute('aria-current', 'page');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
  });
});
