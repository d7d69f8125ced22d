/** The audit log: reading, filtering, verifying, and taking it out. */
import { readFileSync } from 'node:fs';

import type { Locator, Page } from '@playwright/test';

import { accept, copyLink, invite, someone, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, fill, shape } from '../fixtures/texts';

test.use({ siteName: 'own' });

const entries = (page: Page): Locator => page.locator('tbody').getByRole('row');

/** The file behind a link, as text. */
async function file(page: Page, link: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: link }).click(),
  ]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

// LG-03
test('what was done stands on top, with who did it to whom', async ({ page, site }) => {
  await visit(page, '/users');
  await invite(page, 'ana@people.example');
  await page.getByRole('link', { name: en.shell.audit, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.audit.title);
  const first = entries(page).first();
  await expect(first).toContainText(en.audit.action_invitation_sent);
  await expect(first).toContainText(`${site.owner.first} ${site.owner.last}`);
  await expect(first).toContainText('ana@people.example');
  await expect(first).toContainText(en.roles.member);
  await expect(first).toContainText(en.audit.credential_session);
});

test('filters are part of the address, and pages of one person open from their name', async ({ page }) => {
  await visit(page, '/users');
  await invite(page, 'first@people.example', 'second@people.example');
  await visit(page, '/admin/audit');
  const bar = page.getByRole('search');
  await bar.getByLabel(en.audit.action).selectOption('invitation_sent');
  await bar.getByLabel(en.audit.target).fill('first@people');
  await bar.getByRole('button', { name: en.common.apply }).click();
  await expect(page).toHaveURL(/target=first%40people/);
  await expect(entries(page)).toHaveCount(1);
  await page.reload();
  await expect(entries(page)).toHaveCount(1);
  await expect(bar.getByLabel(en.audit.target)).toHaveValue('first@people');
  await entries(page).getByRole('link', { name: 'first@people.example' }).click();
  await expect(page).toHaveURL(/target=[0-9a-f-]{36}$/);
  await visit(page, '/admin/audit?actor=nobody-at-all');
  await expect(page.getByRole('main')).toContainText(en.audit.no_match);
  await page.getByRole('main').getByRole('link', { name: en.common.clear_filter }).first().click();
  await expect(page).toHaveURL(/\/admin\/audit$/);
  await expect(entries(page).first()).toBeVisible();
});

// LG-04
test('the chain is verified, and a change of the table is found where it was made', async ({ page, site }) => {
  await visit(page, '/users');
  await invite(page, 'chain@people.example');
  await visit(page, '/admin/audit');
  const state = page.getByRole('region', { name: en.audit.chain }).getByRole('status');
  await expect(state).toHaveText(en.audit.not_verified);
  const verify = page.getByRole('button', { name: en.audit.verify });
  await verify.click();
  await expect(state).toHaveText(shape(en.audit.verified));
  site.installation.expectComplaint('the chain of the audit log is broken');
  site.installation.database.run('UPDATE audit_event SET reason = \'made up\' WHERE seq = 2');
  await verify.click();
  await expect(state).toHaveText(fill(en.audit.broken_changed, { number: 2 }));
  await expect(page.getByRole('alert')).toContainText(shape(en.audit.broken_text));
  site.installation.database.run('UPDATE audit_event SET reason = NULL WHERE seq = 2');
  await verify.click();
  await expect(state).toHaveText(shape(en.audit.verified));
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the log is taken out as a table, with its MACs, and as a checkpoint', async ({ page }) => {
  await visit(page, '/users');
  await invite(page, 'taken@people.example', 'other@people.example');
  await visit(page, '/admin/audit?action=invitation_sent&target=taken');
  const table = await file(page, en.audit.export_csv);
  expect(table.name).toBe('rollcall-audit.csv');
  expect(table.text.trimEnd().split('\r\n')).toHaveLength(2);
  expect(table.text).toContain('taken@people.example');
  await visit(page, '/admin/audit');
  const all = await file(page, en.audit.export_json);
  const { entries: exported } = JSON.parse(all.text) as { entries: { seq: number; mac: string; prev_mac: string }[] };
  exported.forEach((entry, at) => {
    expect(entry.seq).toBe(at + 1);
    expect(entry.prev_mac).toBe(exported[at - 1]?.mac ?? '');
  });
  const checkpoint = JSON.parse((await file(page, en.audit.checkpoint)).text) as { seq: number; mac: string };
  expect(checkpoint).toMatchObject({ seq: exported.at(-1)?.seq, mac: exported.at(-1)?.mac });
});

// LG-04 AZ-22
test('whoever does not hold Audit sees no entry and no way to it', async ({ page, faults, browse }) => {
  faults.expectStatus(403);
  const person = someone('Plain', 'Member');
  await visit(page, '/users');
  await invite(page, person.email);
  const theirs = await browse();
  await accept(theirs, await copyLink(page, person.email), person);
  await theirs.waitForURL('**/users');
  await expect(theirs.getByRole('link', { name: en.shell.audit, exact: true })).toHaveCount(0);
  expect((await theirs.goto('/admin/audit'))?.status()).toBe(403);
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText(en.errors.page_forbidden_title);
  await expect(theirs.getByRole('main')).toContainText(en.blockers.no_grant);
  expect(await theirs.content()).not.toContain('invitation_sent');
  for (const address of ['/admin/audit/export?format=csv', '/admin/audit/checkpoint']) {
    expect((await theirs.request.get(address)).status(), address).toBe(403);
  }
});

test('pages stay what they were while somebody works', async ({ page, site }) => {
  site.installation.database.run('UPDATE seat_ledger SET delta = 100');
  await visit(page, '/users');
  await invite(page, ...Array.from({ length: 60 }, (_, n) => `many${n}@people.example`));
  await visit(page, '/admin/audit');
  await page.getByRole('navigation', { name: en.common.pages }).getByRole('link', { name: '2', exact: true }).click();
  await expect(page).toHaveURL(/page=2&upto=\d+$/);
  const address = page.url();
  const numbers = async (): Promise<string[]> =>
    (await entries(page).allInnerTexts()).map((text) => /#[\d,]+/.exec(text)?.[0] ?? '');
  // As a page of its own, on which nothing of the first one is left.
  await visit(page, address);
  await expect(entries(page).last()).toContainText(/#1(?!\d)/);
  const shown = await numbers();
  await visit(page, '/users');
  await invite(page, 'later@people.example');
  await visit(page, address);
  expect(await numbers()).toEqual(shown);
});
