/** Mails as they arrive, and the page that shows them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import type { Locator, Page } from '@playwright/test';

import { accept, invite, row, rowAction, signIn, someone, visit } from '../fixtures/people';
import { WORKSPACE } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill, shape } from '../fixtures/texts';

test.use({ siteName: 'own' });

/** An entry of the menu of a mail. */
async function mailAction(page: Page, to: string, entry: string): Promise<Locator> {
  const name = fill(en.mail.actions_for, { to });
  await page.getByRole('button', { name }).click();
  return page.getByRole('menu', { name }).getByRole('menuitem', { name: entry });
}

const line = (page: Page, to: string) => page.getByRole('row').filter({ hasText: to });

test.describe('with a mail server', () => {
  // ML-10
  test('an invitation waits, leaves once, and can be read by every program', async ({ page, mail }) => {
    const email = 'reader@people.example';
    await visit(page, '/users');
    await invite(page, email);
    await visit(page, '/admin/mail');
    await expect(page.getByRole('main')).toContainText(shape(en.mail.intro_smtp));
    await expect(line(page, email)).toContainText(en.mail.held);
    const letter = await mail.waitFor(email);
    await expect(async () => {
      await visit(page, '/admin/mail');
      await expect(line(page, email)).toContainText(en.mail.sent, { timeout: 500 });
    }).toPass();
    const { parsed, text, html, link } = letter;
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(parsed.messageId).toMatch(/^<.+@.+>$/);
    expect(parsed.date).toBeInstanceOf(Date);
    expect(parsed.from?.value).toEqual([{ address: 'rollcall@studio.example', name: 'Rollcall' }]);
    expect(text.split('\n').filter((one) => one.includes(link))).toHaveLength(1);
    expect(html).toContain(`href="${link}"`);
    expect(html).not.toMatch(/<img|<script|src=/);
    expect(text).toContain(fill(en.mails.invitation_lead, { inviter: 'Ada Nilsen', workspace: WORKSPACE }));
    expect(mail.for(email)).toHaveLength(1);
  });

  test('a mail that waits can be canceled, and never leaves', async ({ page, mail }) => {
    const [kept, canceled] = ['kept@people.example', 'canceled@people.example'];
    await visit(page, '/users');
    await invite(page, kept, canceled);
    await visit(page, '/admin/mail');
    await (await mailAction(page, canceled, en.mail.cancel)).click();
    await expect(page.getByText(en.mail.was_canceled).first()).toBeVisible();
    await expect(line(page, canceled)).toContainText(en.mail.canceled);
    await mail.waitFor(kept);
    expect(mail.for(canceled)).toHaveLength(0);
  });

  // ML-03
  test('a refusal for good is shown with its reason', async ({ page, mail }) => {
    const email = 'refused@people.example';
    mail.refuse(email);
    await visit(page, '/users');
    await invite(page, email);
    await expect(async () => {
      await visit(page, `/admin/mail?to=${email}`);
      await expect(line(page, email)).toContainText(en.mail.failed, { timeout: 500 });
    }).toPass({ timeout: 25_000 });
    await expect(line(page, email)).toContainText(en.mail.failure_refused);
    await expect(line(page, email)).toContainText('550');
    await expect(await mailAction(page, email, en.mail.retry)).toBeVisible();
  });

  test('the test mail goes to oneself at once', async ({ page, site, mail }) => {
    const before = mail.for(site.owner.email).length;
    await visit(page, '/admin/mail');
    await page.getByRole('button', { name: en.mail.test }).click();
    await expect(page.getByText(en.mail.test_sent).first()).toBeVisible();
    const letter = await mail.waitFor(site.owner.email, before + 1);
    expect(letter.subject).toBe(fill(en.mails.test_subject, { workspace: WORKSPACE }));
    await expect(line(page, site.owner.email)).toContainText(en.mail.sent);
  });

  test('the list can be searched and filtered, by its address too', async ({ page }) => {
    await visit(page, '/users');
    await invite(page, 'first@people.example', 'second@people.example');
    await visit(page, '/admin/mail');
    const bar = page.getByRole('search');
    await bar.getByLabel(en.mail.search).fill('FIRST@');
    await bar.getByRole('button', { name: en.common.apply }).click();
    await expect(page).toHaveURL(/[?&]to=FIRST%40/);
    await expect(line(page, 'first@people.example')).toBeVisible();
    await expect(line(page, 'second@people.example')).toHaveCount(0);
    await visit(page, '/admin/mail?state=failed');
    await expect(page.getByRole('heading', { name: en.mail.no_match })).toBeVisible();
    await page.getByRole('link', { name: en.common.clear_filter }).click();
    await expect(line(page, 'second@people.example')).toBeVisible();
  });
});

test.describe('without a mail server', () => {
  test.use({ smtp: false });

  test('the page says so, and says when there is nothing yet', async ({ page }) => {
    await visit(page, '/admin/mail');
    await expect(page.getByRole('main')).toContainText(en.mail.intro_files);
    await expect(page.getByRole('heading', { name: en.mail.empty })).toBeVisible();
    await expect(page.getByRole('button', { name: en.mail.test })).toHaveCount(0);
  });

  test('invitations are kept as files, and their links are copied from the page', async ({ page, site, browse }) => {
    const person = someone('Finn', 'Tveit');
    await visit(page, '/users');
    await invite(page, person.email);
    await expect(async () => {
      await visit(page, '/admin/mail');
      await expect(line(page, person.email)).toContainText(en.mail.written, { timeout: 500 });
    }).toPass({ timeout: 25_000 });
    const folder = path.join(site.installation.folder, 'mail');
    const files = readdirSync(folder).map((name) => path.join(folder, name));
    expect(files).toEqual([expect.stringMatching(/\.eml$/)]);
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600]);
    expect(readFileSync(files[0] ?? '', 'utf8')).toContain(person.email);

    await (await mailAction(page, person.email, en.users.copy_link)).click();
    const dialog = page.getByRole('dialog', { name: en.users.link_title });
    const link = await dialog.locator('code').innerText();
    const invitee = await browse();
    await accept(invitee, link, person);
    await invitee.waitForURL('**/users');
    await signIn(await browse(), person);
  });

  test('letters can be read and downloaded, their links masked', async ({ page }) => {
    const email = 'masked@people.example';
    await visit(page, '/users');
    await invite(page, email);
    await visit(page, '/admin/mail');
    await line(page, email).getByRole('button', { name: shape(en.mails.invitation_subject) }).click();
    const letter = page.getByRole('dialog', { name: shape(en.mails.invitation_subject) });
    await expect(letter).toContainText(en.mail.masked);
    await expect(letter).toContainText('/invite/•••');
    await letter.getByRole('button', { name: en.common.close }).click();
    const download = page.waitForEvent('download');
    await (await mailAction(page, email, en.mail.download)).click();
    const file = await (await download).path();
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(`To: ${email}`);
    expect(text).not.toMatch(/\/invite\/[\w-]{20}/);
  });

  test('a withdrawn invitation leaves no mail behind', async ({ page }) => {
    const email = 'withdrawn@people.example';
    await visit(page, '/users');
    await invite(page, email);
    await (await rowAction(page, email, en.users.cancel)).click();
    const question = page.getByRole('dialog', { name: en.users.cancel_title });
    await question.getByRole('button', { name: en.users.cancel_action }).click();
    // To leave at once could take the request away with the page.
    await expect(row(page, email)).toHaveCount(0);
    await visit(page, '/admin/mail');
    await expect(line(page, email)).toContainText(en.mail.canceled);
  });
});
