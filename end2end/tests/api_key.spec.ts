/** The personal API key: made, shown, reset and removed on the security page, and used by a program. */
import type { Locator, Page } from '@playwright/test';

import { expectAccessible } from '../fixtures/axe';
import { bringIn, hydrated, PASSWORD, someone, visit } from '../fixtures/people';
import { WORKSPACE } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill } from '../fixtures/texts';

test.use({ siteName: 'own' });

const KEY = /^rc_pat_[0-9a-z]{12}_[0-9a-z]{52}_[0-9a-f]{8}$/;

function panel(page: Page): Locator {
  return page.getByRole('region', { name: en.apiKeys.title });
}

/** Presses a button that asks for the password, and gives it. */
async function proven(page: Page, name: string): Promise<void> {
  await panel(page).getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: en.stepUp.confirm }).click();
}

// S1.60 S1.61 S1.62 S1.63 S1.64 S2.3
test('the key is made, hidden, shown again, reset and removed', async ({ page, request }) => {
  await visit(page, '/account/security');
  await expect(panel(page).getByRole('link', { name: en.apiKeys.docs })).toHaveAttribute('href', '/api/docs');
  await proven(page, en.apiKeys.create);
  await expect(panel(page).getByText(en.apiKeys.was_created)).toBeVisible();
  const first = (await panel(page).locator('.secret code').textContent()) ?? '';
  expect(first).toMatch(KEY);

  const asks = (key: string) => request.get('/api/v1/me', { headers: { authorization: `Bearer ${key}` } });
  expect((await asks(first)).status()).toBe(200);

  await page.reload();
  await hydrated(page);
  await expect(panel(page).locator('.secret')).toHaveCount(0);
  await panel(page).getByRole('button', { name: en.apiKeys.reveal }).click();
  await expect(panel(page).locator('.secret code')).toHaveText(first);

  await hydrated(page);
  await panel(page).getByText(en.apiKeys.change).click();
  await panel(page).getByRole('button', { name: en.apiKeys.reset }).click();
  await expect(panel(page).getByText(en.apiKeys.was_reset)).toBeVisible();
  const second = (await panel(page).locator('.secret code').textContent()) ?? '';
  expect(second).toMatch(KEY);
  expect(second).not.toBe(first);
  expect((await asks(first)).status()).toBe(401);
  expect((await asks(second)).status()).toBe(200);

  await hydrated(page);
  await panel(page).getByText(en.apiKeys.change).click();
  await panel(page).getByRole('button', { name: en.apiKeys.remove }).click();
  await expect(panel(page).getByText(en.apiKeys.was_removed)).toBeVisible();
  await expect(panel(page).getByRole('button', { name: en.apiKeys.create })).toBeVisible();
  expect((await asks(second)).status()).toBe(401);
});

/** Presses a button, and gives the password if it is asked for; then this is there. */
async function through(page: Page, button: Locator, done: Locator): Promise<void> {
  const dialog = page.getByRole('dialog', { name: en.stepUp.title });
  await button.click();
  await expect(done.or(dialog)).toBeVisible();
  if (await dialog.isVisible()) {
    await dialog.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
    await dialog.getByRole('button', { name: en.stepUp.confirm }).click();
  }
  await expect(done).toBeVisible();
}

// AK-03
test('the key of somebody is seen in their window and revoked', async ({ page, browse, request, mail }) => {
  const pia = someone('Pia', 'Holm');
  const theirs = await browse({});
  await bringIn(page, theirs, pia);
  await visit(theirs, '/account/security');
  const create = panel(theirs).getByRole('button', { name: en.apiKeys.create, exact: true });
  await through(theirs, create, panel(theirs).getByText(en.apiKeys.was_created));
  const key = (await panel(theirs).locator('.secret code').textContent()) ?? '';
  expect(key).toMatch(KEY);
  const asks = () => request.get('/api/v1/me', { headers: { authorization: `Bearer ${key}` } });
  expect((await asks()).status()).toBe(200);

  await page.getByRole('link', { name: 'Pia Holm' }).click();
  await page.getByRole('link', { name: en.userWindow.tab_sessions, exact: true }).click();
  await expect(panel(page).getByText(`${key.slice(0, 11)}…`)).toBeVisible();
  await expectAccessible(page, 'key of somebody');
  await page.getByLabel(en.userWindow.reason).fill('leaked');
  const said = page.getByRole('main').getByRole('status').filter({ hasText: en.apiKeys.was_revoked });
  await through(page, panel(page).getByRole('button', { name: en.apiKeys.revoke }), said);
  await expect(panel(page).getByText(en.apiKeys.none)).toBeVisible();
  expect((await asks()).status()).toBe(401);
  const subject = fill(en.mails.key_revoked_subject, { workspace: WORKSPACE });
  await expect.poll(() => mail.for(pia.email).some((letter) => letter.subject === subject), { timeout: 20_000 }).toBe(true);

  await theirs.reload();
  await hydrated(theirs);
  await expect(create).toBeVisible();
});
