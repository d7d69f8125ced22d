/** Accepting an invitation in a browser without JavaScript. */
import { endInvitation } from '../../fixtures/database';
import { accept, copyLink, invite, row, someone, visit } from '../../fixtures/people';
import { WORKSPACE } from '../../fixtures/set_up';
import { expect, test } from '../../fixtures/test';
import { en, fill, plural } from '../../fixtures/texts';

test.use({ siteName: 'own', as: 'nobody' });

// S0.13
test('the invitee chooses a password, and is in', async ({ page, site, browse }) => {
  const person = someone('Plain', 'Html');
  const owner = await browse({ storageState: site.session, javaScriptEnabled: true });
  await visit(owner, '/users');
  await invite(owner, person.email);
  const link = await copyLink(owner, person.email);
  await accept(page, link, { ...person, password: 'short' });
  await expect(page.getByLabel(en.common.password, { exact: true }))
    .toHaveAccessibleDescription(new RegExp(plural(en.errors.field_too_short, 8)));
  await expect(page.getByLabel(en.common.first_name)).toHaveValue('Plain');
  await accept(page, link, person);
  await page.waitForURL('**/users');
  await expect(row(page, 'Plain Html')).toContainText(en.users.you);
});

// S3.10
test('an ended link is told, and a new one asked for', async ({ page, site, faults, browse }) => {
  faults.expectStatus(410);
  const person = someone('Late', 'Html');
  const owner = await browse({ storageState: site.session, javaScriptEnabled: true });
  await visit(owner, '/users');
  await invite(owner, person.email);
  const link = await copyLink(owner, person.email);
  endInvitation(site.installation.database, person.email);
  expect((await page.goto(link))?.status()).toBe(410);
  await page.getByRole('button', { name: en.accept.request }).click();
  await expect(page.getByRole('status').filter({ hasText: fill(en.accept.told, { workspace: WORKSPACE }) })).toBeVisible();
});
