/** Changing an address: the wish on the profile, the link in the new mailbox, and the notice in the old one. */
import type { Page } from '@playwright/test';

import { expectAccessible } from '../fixtures/axe';
import { enterPassword, modal, signIn, someone, visit } from '../fixtures/people';
import { WORKSPACE } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill } from '../fixtures/texts';

test.use({ siteName: 'own' });

/** The page that a mail leads to. */
function linkIn(text: string): string {
  const link = /https?:\/\/\S+\/email\/[\w-]+/.exec(text)?.[0];
  if (!link) throw new Error('the mail has no link');
  return new URL(link).pathname;
}

/** Types another address and saves; the password is asked for the first time. */
async function ask(page: Page, address: string, password: string): Promise<void> {
  await visit(page, '/account/profile');
  await page.getByLabel(en.common.email).fill(address);
  await expect(page.locator('.save-bar')).toContainText(en.common.email);
  await page.locator('#save').click();
  const dialog = page.getByRole('dialog', { name: en.stepUp.title });
  await modal(dialog);
  await dialog.getByLabel(en.common.password, { exact: true }).fill(password);
  await dialog.getByRole('button', { name: en.stepUp.confirm }).click();
  await expect(dialog).toBeHidden();
}

// S1.2 S1.8 S2.4, EM-04
test('a new address is confirmed from its mailbox, and both are told', async ({ page, site, mail, browse, faults }) => {
  faults.expectStatus(403);
  const next = someone('Marit', 'Moved').email;
  const told = mail.for(site.owner.email).length;
  await ask(page, next, site.owner.password);
  const waiting = page.getByRole('status').filter({ hasText: fill(en.emailChange.waiting, { address: next }) });
  await expect(waiting).toBeVisible();
  await expect(page.getByLabel(en.common.email)).toHaveValue(site.owner.email);
  await expectAccessible(page, 'a profile with an address that waits');
  const notice = await mail.waitFor(site.owner.email, told + 1);
  expect(notice.subject).toBe(fill(en.emailChange.mail_requested_subject, { workspace: WORKSPACE }));
  const first = await mail.waitFor(next, 1);

  await page.locator('#email-again').click();
  await expect(page.getByText(en.emailChange.sent)).toBeVisible();
  const link = linkIn((await mail.waitFor(next, 2)).text);
  expect(link).not.toBe(linkIn(first.text));
  // Not signed in: first the password, then back to the question.
  const elsewhere = await browse({});
  await elsewhere.goto(link);
  await enterPassword(elsewhere, site.owner.email, site.owner.password);
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText(en.emailChange.title);
  await expect(elsewhere.getByRole('main')).toContainText(next);
  await expectAccessible(elsewhere, 'the question whether the address is right');
  await elsewhere.getByRole('button', { name: en.emailChange.confirm }).click();
  await expect(elsewhere.getByText(en.emailChange.changed)).toBeVisible();
  await expect(elsewhere.getByLabel(en.common.email)).toHaveValue(next);
  const subject = fill(en.emailChange.mail_changed_subject, { workspace: WORKSPACE });
  expect((await mail.waitFor(site.owner.email, told + 2)).subject).toBe(subject);
  expect((await mail.waitFor(next, 3)).subject).toBe(subject);
  await signIn(await browse({}), { ...site.owner, email: next });
});

// S1.8
test('the wish is canceled, and its link is dead', async ({ page, site, mail, faults }) => {
  faults.expectStatus(403);
  faults.expectStatus(404);
  const next = someone('Marit', 'Stays').email;
  await ask(page, next, site.owner.password);
  const link = linkIn((await mail.waitFor(next, 1)).text);
  await page.locator('#email-cancel').click();
  await expect(page.getByText(en.emailChange.canceled)).toBeVisible();
  await expect(page.getByText(fill(en.emailChange.waiting, { address: next }))).toBeHidden();
  expect((await page.goto(link))?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.errors.page_dead_link_title);
});

// S1.8, EM-08: what is no address is said beside the field, and nothing else is lost.
test('a mistyped address is said at the field', async ({ page, faults }) => {
  faults.expectStatus(422);
  await visit(page, '/account/profile');
  const email = page.getByLabel(en.common.email);
  await email.fill('marit@nowhere');
  await page.locator('#save').click();
  await expect(email).toHaveAccessibleDescription(new RegExp(en.errors.field_missing_domain_ending));
  await page.locator('.save-bar').getByRole('button', { name: en.account.discard }).click();
  await expect(page.locator('.save-bar')).toBeHidden();
});
