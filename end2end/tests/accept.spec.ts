/** The other side of an invitation's link. */
import type { Page } from '@playwright/test';

import { endInvitation } from '../fixtures/database';
import { accept, answerInvitation, copyLink, invite, row, rowAction, seatSentence, signIn, someone, visit } from '../fixtures/people';
import { SEATS, WORKSPACE } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill, plural, shape } from '../fixtures/texts';

test.use({ siteName: 'own' });

/** Invites someone, and answers with a link that works. */
async function invitation(page: Page, email: string): Promise<string> {
  await visit(page, '/users');
  await invite(page, email);
  return copyLink(page, email);
}

const deadLink = (page: Page) => page.getByRole('heading', { name: en.errors.page_dead_link_title });

// S0.12 S0.13, IV-17
test('it shows what is offered, and looking at it uses nothing up', async ({ page, browse }) => {
  const person = someone('Siri', 'Lund');
  const link = await invitation(page, person.email);
  const invitee = await browse();
  await invitee.request.head(link);
  for (let look = 0; look < 3; look += 1) await visit(invitee, link);
  const main = invitee.getByRole('main');
  await expect(invitee.getByRole('heading', { level: 1 })).toHaveText(fill(en.accept.title, { workspace: WORKSPACE }));
  await expect(main).toContainText(fill(en.accept.invited_by, { name: 'Ada Nilsen' }));
  await expect(main).toContainText(person.email);
  await expect(main).toContainText(en.roles.member_about);
  await expect(main).toContainText(en.accept.until);
  await expect(invitee.getByLabel(en.common.first_name)).toBeFocused();
  await expect(invitee.getByLabel(en.common.password, { exact: true })).toHaveAttribute('autocomplete', 'new-password');
  await accept(invitee, link, person);
  await invitee.waitForURL('**/users');
  await signIn(await browse(), person);
});

// S0.13
test('names that the inviter knew are filled in, and can be corrected', async ({ page, browse }) => {
  const person = someone('Tomasz', 'Wrona');
  await visit(page, '/users');
  await invite(page, `Tomek Wrona <${person.email}>`);
  const link = await copyLink(page, person.email);
  const invitee = await browse();
  await visit(invitee, link);
  await expect(invitee.getByLabel(en.common.first_name)).toHaveValue('Tomek');
  await expect(invitee.getByLabel(en.common.last_name)).toHaveValue('Wrona');
  await accept(invitee, link, person);
  await invitee.waitForURL('**/users');
  await visit(page, '/users');
  await expect(row(page, 'Tomasz Wrona')).toContainText(person.email);
});

// S1.53, AU-06
test('a password that does not do is refused with the reason, and the link still works', async ({ page, browse }) => {
  const person = someone('Ola', 'Ness');
  const link = await invitation(page, person.email);
  const invitee = await browse();
  await accept(invitee, link, { ...person, password: 'lantern' });
  const password = invitee.getByLabel(en.common.password, { exact: true });
  await expect(password).toHaveAccessibleDescription(new RegExp(plural(en.errors.field_too_short, 8)));
  await expect(invitee.getByLabel(en.common.first_name)).toHaveValue('Ola');
  await accept(invitee, link, { ...person, password: 'l'.repeat(129) });
  await expect(password).toHaveAccessibleDescription(new RegExp(plural(en.errors.field_too_long, 128)));
  await accept(invitee, link, { ...person, password: '  lántern 🏮' });
  await invitee.waitForURL('**/users');
  await signIn(await browse(), { ...person, password: '  lántern 🏮' });
});

// S3.10 S3.11 S3.12 S3.13 S3.14, IV-01, IV-03
test('after 24 hours it has ended: a new link can be asked for, and is sent', async ({
  page, site, mail, faults, browse,
}) => {
  test.slow(); // Two mails, one of which waits ten seconds.
  faults.expectStatus(410);
  const person = someone('Una', 'Krogh');
  const link = await invitation(page, person.email);
  endInvitation(site.installation.database, person.email);

  const invitee = await browse();
  const ended = await invitee.goto(link);
  expect(ended?.status()).toBe(410);
  await expect(invitee.getByRole('heading', { level: 1 })).toHaveText(en.errors.page_ended_title);
  await expect(invitee.getByRole('main')).toContainText(en.accept.ended_text);
  const told = mail.for(site.owner.email).length;
  await invitee.getByRole('button', { name: en.accept.request }).click();
  await expect(invitee.getByRole('status').filter({ hasText: fill(en.accept.told, { workspace: WORKSPACE }) })).toBeVisible();
  const wish = await mail.waitFor(site.owner.email, told + 1);
  expect(wish.subject).toBe(fill(en.mails.new_link_subject, { person: person.email }));

  await visit(page, '/users');
  await expect(row(page, person.email)).toContainText(en.statuses.not_accepted);
  await expect(page.getByRole('main').getByRole('img', { name: seatSentence(1, 0, SEATS - 1) })).toBeVisible();
  // The link was copied a moment ago, and a second one has to wait for a minute.
  site.installation.database.run(`UPDATE event SET at = at - 120000`);
  await (await rowAction(page, person.email, en.users.resend)).click();
  await expect(row(page, person.email)).toContainText(shape(en.statuses.time_left));
  await expect(page.getByRole('main').getByRole('img', { name: seatSentence(1, 1, SEATS - 2) })).toBeVisible();
  const again = await mail.waitFor(person.email);
  await accept(invitee, again.link, person);
  await invitee.waitForURL('**/users');
});

// IV-03
test('a resend of an ended invitation needs a free seat', async ({ page, site, faults }) => {
  faults.expectStatus(409);
  const late = someone('Late', 'Riser');
  await visit(page, '/users');
  await invite(page, late.email);
  endInvitation(site.installation.database, late.email);
  await visit(page, '/users');
  await invite(page, ...Array.from({ length: SEATS - 1 }, (_, n) => `crew${n}@a.example`));
  await visit(page, `/users?q=${late.email}`);
  await (await rowAction(page, late.email, en.users.resend)).click();
  await expect(page.getByText(shape(en.errors.seats_exhausted.one)).first()).toBeVisible();
  await expect(row(page, late.email)).toContainText(en.statuses.not_accepted);
});

// IV-02, IV-04, PR-18
test('used, withdrawn, malformed and unknown links answer alike', async ({ page, faults, browse }) => {
  faults.expectStatus(404);
  const [used, withdrawn] = [someone('Used', 'Link'), someone('Gone', 'Link')];
  const usedLink = await invitation(page, used.email);
  const invitee = await browse();
  await accept(invitee, usedLink, used);
  await invitee.waitForURL('**/users');
  const withdrawnLink = await invitation(page, withdrawn.email);
  await (await rowAction(page, withdrawn.email, en.users.cancel)).click();
  const question = page.getByRole('dialog', { name: en.users.cancel_title });
  await question.getByRole('button', { name: en.users.cancel_action }).click();
  await expect(row(page, withdrawn.email)).toHaveCount(0);
  const stranger = await browse();
  const texts = new Set<string>();
  for (const address of [usedLink, withdrawnLink, `${usedLink.slice(0, -1)}`, '/invite/x', '/invite/%F0%9F%8F%AE']) {
    expect((await stranger.goto(address))?.status(), address).toBe(404);
    await expect(deadLink(stranger)).toBeVisible();
    texts.add(await stranger.getByRole('main').innerText());
  }
  expect([...texts]).toHaveLength(1);
  expect([...texts][0]).toContain(en.errors.dead_link);
});

// IV-06
test('whoever is signed in is told so, and nobody is merged', async ({ page, site, faults, browse }) => {
  const person = someone('Kim', 'Strand');
  const link = await invitation(page, person.email);
  faults.expectStatus(409);
  expect((await page.goto(link))?.status()).toBe(409);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.accept.other_title);
  await expect(page.getByRole('main')).toContainText(fill(en.accept.other_text, { name: 'Ada Nilsen' }));
  await page.getByRole('button', { name: en.shell.sign_out }).click();
  await page.waitForURL('**/login');
  await accept(page, link, person);
  await page.waitForURL('**/users');
  await signIn(await browse(), site.owner);
});

// IV-05
test('the form decides nothing but names, password and language', async ({ page, site, browse }) => {
  const person = someone('Bo', 'Eide');
  const link = await invitation(page, person.email);
  const invitee = await browse();
  await visit(invitee, link);
  await invitee.locator('form').first().evaluate((form) => {
    const more = { email: 'evil@evil.example', role: 'owner', 'permissions[]': 'users', username: 'root', status: 'active' };
    for (const [name, value] of Object.entries(more)) {
      form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    }
  });
  await answerInvitation(invitee, person);
  await invitee.getByRole('button', { name: en.accept.action }).click();
  await invitee.waitForURL('**/users');
  const stored = site.installation.database.run(`SELECT email, role, status FROM "user" WHERE first_name = 'Bo'`);
  expect(stored).toEqual([`${person.email}|member|active`]);
});

// IV-02, CS-15
test('sent twice it makes one account', async ({ page, site, faults, browse }) => {
  faults.expectStatus(404, 409);
  const person = someone('Dag', 'Rud');
  const link = await invitation(page, person.email);
  const invitee = await browse();
  await visit(invitee, link);
  await answerInvitation(invitee, person);
  await invitee.getByRole('button', { name: en.accept.action }).dblclick();
  await expect(invitee.getByRole('heading', { level: 1 })).toBeVisible();
  await signIn(await browse(), person);
  await visit(page, '/users');
  await expect(row(page, person.email)).toHaveCount(1);
  await expect(page.getByRole('main').getByRole('img', { name: seatSentence(2, 0, SEATS - 2) })).toBeVisible();
  expect(site.installation.database.run('SELECT count(*) FROM "user"')).toEqual(['2']);
});
