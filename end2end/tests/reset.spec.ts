/** The one-time link that `rollcall user reset-link` prints. */
import { accept, copyLink, enterPassword, invite, signIn, someone, visit } from '../fixtures/people';
import { WORKSPACE } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill, plural } from '../fixtures/texts';

test.use({ siteName: 'own', as: 'nobody' });

const NEW = 'seven quiet harbors 90';

// PR-02, PR-14, PR-15
test('it sets a new password once, ends all sessions and tells by mail', async ({ page, site, faults, browse, mail }) => {
  const before = mail.for(site.owner.email).length;
  const elsewhere = await browse({ storageState: site.session });
  await visit(elsewhere, '/users');
  const link = await site.installation.resetLink(site.owner.email);
  for (let look = 0; look < 3; look += 1) await page.goto(link);
  await page.request.head(link);
  await expect(page.getByRole('main')).toContainText(fill(en.reset.text, { workspace: WORKSPACE }));
  await expect(page.getByRole('main')).toContainText(en.reset.consequence);
  await page.getByLabel(en.reset.new).fill(NEW);
  await page.getByLabel(en.common.repeat_password).fill(NEW);
  await page.getByRole('button', { name: en.reset.save }).click();
  await page.waitForURL('**/login');
  await expect(page.getByRole('status').filter({ hasText: en.signIn.password_reset })).toBeVisible();

  await elsewhere.goto('/users');
  await expect(elsewhere).toHaveURL(/\/login/);
  await enterPassword(page, site.owner.email, site.owner.password);
  await expect(page.getByRole('alert')).toContainText(en.signIn.refused_title);
  await signIn(page, { ...site.owner, password: NEW });
  const told = await mail.waitFor(site.owner.email, before + 1);
  expect(told.subject).toBe(fill(en.mails.password_subject, { workspace: WORKSPACE }));

  faults.expectStatus(404);
  const again = await page.goto(link);
  expect(again?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: en.errors.page_dead_link_title })).toBeVisible();
});

// PR-03
test('a new link voids the one before', async ({ page, site, faults }) => {
  const first = await site.installation.resetLink(site.owner.username);
  const second = await site.installation.resetLink(site.owner.username);
  faults.expectStatus(404);
  expect((await page.goto(first))?.status()).toBe(404);
  expect((await page.goto(second))?.status()).toBe(200);
});

// PR-18
test('links that never were all answer alike', async ({ page, site, faults }) => {
  faults.expectStatus(404);
  const link = await site.installation.resetLink(site.owner.email);
  const dead = ['/reset/x', `${link}x`, link.slice(0, -1), link.replace('/reset/', '/invite/'), '/reset/%00'];
  for (const address of dead) {
    expect((await page.goto(address))?.status(), address).toBe(404);
    await expect(page.getByRole('main')).toContainText(en.errors.dead_link);
  }
});

// S1.53
test('what does not do is refused with the reason, and the link still works', async ({ page, site }) => {
  await page.goto(await site.installation.resetLink(site.owner.email));
  const password = page.getByLabel(en.reset.new);
  const save = page.getByRole('button', { name: en.reset.save });
  const attempts: [string, string, string][] = [
    ['harbors', 'harbors', plural(en.errors.field_too_short, 8)],
    ['password1', 'password1', en.errors.field_password_too_common],
    ['lanternrow2026', 'lanternrow2026', en.errors.field_password_too_common],
  ];
  for (const [first, second, reason] of attempts) {
    await password.fill(first);
    await page.getByLabel(en.common.repeat_password).fill(second);
    await save.click();
    await expect(password).toHaveAccessibleDescription(new RegExp(reason));
  }
  await password.fill(NEW);
  await page.getByLabel(en.common.repeat_password).fill('something else');
  await save.click();
  await expect(page.getByLabel(en.common.repeat_password)).toHaveAccessibleDescription(en.errors.field_not_equal);
  await password.fill(NEW);
  await page.getByLabel(en.common.repeat_password).fill(NEW);
  await save.click();
  await page.waitForURL('**/login');
});

// PR-11
test('only people who can sign in get a link', async ({ site, browse }) => {
  const page = await browse({ storageState: site.session });
  const person = someone('Per', 'Dahl');
  await visit(page, '/users');
  await invite(page, person.email);
  await expect(site.installation.resetLink(person.email)).rejects.toThrow(/no active user/);
  await expect(site.installation.resetLink('nobody@nowhere.example')).rejects.toThrow(/no active user/);
  await accept(await browse(), await copyLink(page, person.email), person);
  await expect.poll(() => site.installation.resetLink(person.email).catch(() => '')).toContain('/reset/');
});
