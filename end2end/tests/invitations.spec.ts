/** Inviting people: the whole way of a first day, and every turn of the dialog. */
import type { Locator, Page } from '@playwright/test';

import {
  accept, accountMenu, copyLink, hydrated, invite, openAddUsers, row, rowAction, seatSentence, signIn,
  signOut, someone, visit,
} from '../fixtures/people';
import { answerSetUp, OWNER, SEATS, WORKSPACE } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill, plural, shape, textsOf } from '../fixtures/texts';

/** The seats as the page shows them. */
const seats = (page: Page, used: number, reserved: number) =>
  page.getByRole('main').getByRole('img', { name: seatSentence(used, reserved, SEATS - used - reserved) });

const addresses = (dialog: Locator) => dialog.getByLabel(en.invitations.addresses);

/** What just happened. */
const notices = (page: Page) => page.getByRole('region', { name: en.shell.notifications });

const money = (euros: number) => `€${euros.toLocaleString('en-US')}.00`;

const verdict = (dialog: Locator, text: string) =>
  dialog.getByRole('list', { name: en.invitations.verdicts }).getByRole('listitem').filter({ hasText: text });

const send = (dialog: Locator, n: number) =>
  dialog.getByRole('button', { name: n === 0 ? en.invitations.send_none : plural(en.invitations.send, n) });

test.describe('from an empty installation', () => {
  test.use({ siteName: 'new', as: 'nobody' });
  test.slow(); // Mails wait ten seconds before they leave, three times here.

  // S0.1 S0.9 S0.10 S0.11 S0.12 S0.13 S3.12 S3.13 S4.9, IV-03, IV-04
  test('the first day: set up, invite three, accept, resend, copy, cancel, sign out', async ({
    page, site, mail, faults, browse,
  }) => {
    const [mia, jon, eva] = [someone('Mia', 'Falk'), someone('Jon', 'Aas'), someone('Eva', 'Lie')];

    await page.goto(await site.installation.setUpLink());
    await answerSetUp(page);
    await page.getByRole('button', { name: en.setUp.create }).click();
    await page.waitForURL('**/users');
    await hydrated(page);
    await signOut(page);
    await signIn(page, OWNER);
    await page.getByRole('link', { name: en.shell.users }).click();
    await expect(seats(page, 1, 0)).toBeVisible();

    await invite(page, mia.email, jon.email, eva.email);
    await expect(page.getByText(plural(en.invitations.sent, 3)).first()).toBeVisible();
    await expect(seats(page, 1, 3)).toBeVisible();
    for (const { email } of [mia, jon, eva]) {
      await expect(row(page, email)).toContainText(en.statuses.invited);
      await expect(row(page, email)).toContainText(fill(en.statuses.time_left, { time: '23 h 59 min' }));
    }

    const letters = await Promise.all([mia, jon, eva].map(({ email }) => mail.waitFor(email)));
    const links = letters.map(({ link }) => link);
    expect(new Set(links).size).toBe(3);
    for (const letter of letters) {
      expect(letter.subject).toBe(fill(en.mails.invitation_subject, { inviter: 'Ada Nilsen', workspace: WORKSPACE }));
      expect(letter.link).toContain(`${site.url}/invite/`);
      expect(letter.parsed.to).toMatchObject({ value: [{ address: letter.to }] });
    }

    const invitee = await browse();
    await accept(invitee, letters[0]?.link ?? '', mia);
    await invitee.waitForURL('**/users');
    await expect(invitee.getByRole('button', { name: fill(en.shell.account, { name: 'Mia Falk' }) })).toBeVisible();

    await visit(page, '/users');
    await expect(seats(page, 2, 2)).toBeVisible();
    await expect(row(page, 'Mia Falk')).toContainText(en.statuses.active);
    await expect(row(page, 'Mia Falk')).toContainText(en.roles.member);

    await (await rowAction(page, jon.email, en.users.resend)).click();
    await expect(page.getByText(shape(fill(en.users.resent, { name: jon.email, date: '{{ date }}' }))).first()).toBeVisible();
    await expect(row(page, jon.email)).toContainText(en.statuses.invited);
    const again = await mail.waitFor(jon.email, 2);
    expect(again.subject).toBe(fill(en.mails.again_subject, { inviter: 'Ada Nilsen', workspace: WORKSPACE }));
    faults.expectStatus(404);
    const visitor = await browse();
    expect((await visitor.goto(letters[1]?.link ?? ''))?.status()).toBe(404);
    expect((await visitor.goto(again.link))?.status()).toBe(200);

    const copied = await copyLink(page, eva.email);
    expect((await visitor.goto(letters[2]?.link ?? ''))?.status()).toBe(404);
    expect((await visitor.goto(copied))?.status()).toBe(200);

    await (await rowAction(page, eva.email, en.users.cancel)).click();
    const question = page.getByRole('dialog', { name: en.users.cancel_title });
    await expect(question).toContainText(fill(en.users.cancel_text, { name: eva.email }));
    await question.getByRole('button', { name: en.users.cancel_action }).click();
    await expect(row(page, eva.email)).toHaveCount(0);
    await expect(seats(page, 2, 1)).toBeVisible();
    expect((await visitor.goto(copied))?.status()).toBe(404);
    const farewell = await mail.waitFor(eva.email, 2);
    expect(farewell.subject).toBe(fill(en.mails.withdrawn_subject, { workspace: WORKSPACE }));

    await signOut(page);
    await page.goto('/users');
    await expect(page).toHaveURL(/\/login/);
    for (const person of [mia, jon, eva]) expect(mail.for(person.email).length, person.email).toBeLessThanOrEqual(2);
    const members = site.installation.database.run(
      `SELECT ou.role FROM organization_user ou JOIN "user" u ON u.id = ou.user_id WHERE u.role = 'member'`,
    );
    expect(members.every((role) => role === 'member')).toBe(true);
  });
});

test.describe('the dialog', () => {
  test.use({ siteName: 'own' });

  test.beforeEach(async ({ page }) => {
    await visit(page, '/users');
  });

  // S0.2 S0.3 S0.4 S0.10
  test('takes whatever is pasted, and says what will happen to each address', async ({ page, site }) => {
    const invited = someone('Liv', 'Moe');
    await invite(page, invited.email);
    const dialog = await openAddUsers(page);
    await expect(page).toHaveURL(/\?dialog=add-user$/);
    await expect(dialog.getByRole('heading', { level: 2 }).first()).toHaveText(en.users.add);
    await expect(dialog.getByRole('img', { name: seatSentence(1, 1, SEATS - 2) })).toBeVisible();
    await addresses(dialog).fill(`one@a.example; Two <two@a.example>, THREE@a.example
      "Four, Fay" <four@a.example>\tone@A.example
      five@a ${invited.email} ${site.owner.email} x@раураl.example`);
    await expect(dialog.getByRole('heading', { level: 2 }).first()).toHaveText(en.users.add_many);
    await expect(verdict(dialog, 'one@a.example')).toContainText(plural(en.invitations.listed, 2));
    await expect(verdict(dialog, 'Two')).toContainText('two@a.example');
    await expect(verdict(dialog, 'Four, Fay').or(verdict(dialog, 'Fay Four'))).toContainText('four@a.example');
    await expect(verdict(dialog, 'five@a')).toContainText(en.errors.field_missing_domain_ending);
    await expect(verdict(dialog, invited.email)).toContainText(shape(en.invitations.invited));
    await expect(verdict(dialog, 'Ada Nilsen')).toContainText(en.invitations.active);
    await expect(verdict(dialog, 'x@')).toContainText(en.invitations.lookalike);
    await expect(send(dialog, 4)).toBeVisible();
    await expect(dialog).toContainText(plural(en.seats.needs, 4, { free: SEATS - 2 }));
  });

  // S0.9
  test('an address is all that is needed', async ({ page }) => {
    const person = someone('Odd', 'Vik');
    await invite(page, person.email);
    await expect(row(page, person.email)).toHaveCount(1);
    await expect(row(page, person.email)).toContainText(en.statuses.invited);
    await expect(row(page, person.email)).toContainText(en.roles.member);
    await expect(seats(page, 1, 1)).toBeVisible();
  });

  // S0.5 S0.6 S0.7 S0.8
  test('buys the seats that are missing, on top of what was typed', async ({ page, site, faults }) => {
    faults.expectStatus(403);
    const dialog = await openAddUsers(page);
    await expect(dialog.getByRole('button', { name: en.seats.buy })).toBeVisible();
    const many = Array.from({ length: SEATS + 1 }, (_, n) => `crew${n}@a.example`).join('\n');
    await addresses(dialog).fill(many);
    await dialog.getByRole('button', { name: plural(en.seats.buy_short, 2) }).click();
    const buying = page.getByRole('dialog', { name: en.seats.buy });
    const number = buying.getByLabel(en.seats.how_many);
    await expect(number).toBeFocused();
    await expect(number).toHaveValue('2');
    await expect(number).toHaveAccessibleDescription(plural(en.seats.for_the_list, 2));
    await expect(buying.getByRole('definition').last()).toHaveText(fill(en.seats.a_month, { amount: money((SEATS + 2) * 19) }));
    await buying.getByRole('button', { name: en.seats.further }).click();
    await expect(number).toHaveValue('3');
    await expect(buying.getByRole('definition').last()).toHaveText(fill(en.seats.a_month, { amount: money((SEATS + 3) * 19) }));
    await buying.getByRole('button', { name: en.seats.fewer }).click();
    await expect(buying.getByRole('definition').last()).toHaveText(fill(en.seats.a_month, { amount: money((SEATS + 2) * 19) }));
    await buying.getByRole('button', { name: plural(en.seats.buy_n, 2) }).click();
    const question = page.getByRole('dialog', { name: en.stepUp.title });
    await question.getByLabel(en.common.password, { exact: true }).fill(site.owner.password);
    await question.getByRole('button', { name: en.stepUp.confirm }).click();
    await expect(buying).toBeHidden();
    await expect(notices(page)).toContainText(shape(en.seats.bought.other));
    await expect(addresses(dialog)).toHaveValue(many);
    await expect(dialog.getByRole('img', { name: seatSentence(1, 0, SEATS + 1) })).toBeVisible();
    expect(site.installation.database.run('SELECT quantity FROM seat_order')).toEqual(['2']);
    await send(dialog, SEATS + 1).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('main').getByRole('img', { name: seatSentence(1, SEATS + 1, 0) })).toBeVisible();
  });

  // S0.7
  test('says which numbers of seats can be bought, and keeps what was typed', async ({ page, faults }) => {
    faults.expectStatus(422);
    await visit(page, '/users?dialog=buy-seats');
    const buying = page.getByRole('dialog', { name: en.seats.buy });
    const number = buying.getByLabel(en.seats.how_many);
    for (const odd of ['0', '-1', '1.5', 'ten', '100000', '']) {
      await number.fill(odd);
      await expect(number).toHaveAttribute('aria-invalid', 'true');
      await expect(number).toHaveAccessibleDescription(new RegExp(`1.*99,9`));
      await expect(number).toHaveValue(odd);
    }
    await page.keyboard.press('Escape');
    await expect(buying).toBeHidden();
    await expect(page).toHaveURL(/\/users$/);
  });

  // S0.19
  test('offers two main roles, and Guest as the limited one', async ({ page }) => {
    const dialog = await openAddUsers(page);
    await dialog.getByText(en.invitations.role_and_access).click();
    const options = [en.roles.administrator, en.roles.member, `${en.roles.guest} (${en.roles.limited})`];
    await expect(dialog.getByRole('combobox', { name: en.common.role }).locator('option')).toHaveText(options);
    await expect(dialog.getByRole('combobox', { name: en.common.role })).toHaveValue('member');
    await expect(dialog.getByRole('combobox', { name: en.common.role })).toHaveAccessibleDescription(en.roles.member_about);
    await expect(dialog.getByRole('checkbox', { name: en.roles.permission_creator })).not.toBeChecked();
    await dialog.getByRole('combobox', { name: en.common.role }).selectOption('guest');
    await expect(dialog.getByRole('combobox', { name: en.common.role })).toHaveAccessibleDescription(en.roles.guest_about);
  });

  test('role, permissions, message and language reach the mail', async ({ page, mail }) => {
    const person = someone('Катя', 'Петрова');
    const email = `katya.${person.username}@people.example`.replaceAll(/\.+/g, '.');
    const russian = textsOf('ru');
    const dialog = await openAddUsers(page);
    await addresses(dialog).fill(email);
    await dialog.getByText(en.invitations.role_and_access).click();
    await dialog.getByRole('checkbox', { name: en.roles.permission_creator }).check();
    await dialog.getByText(en.invitations.message).click();
    await dialog.getByLabel(en.common.message).fill('Добро пожаловать!\nPlan: 2 < 3 & "so on"');
    await dialog.getByLabel(en.invitations.language).selectOption('ru');
    await send(dialog, 1).click();
    await expect(dialog).toBeHidden();
    await expect(row(page, email)).toContainText(plural(en.users.extras, 1));
    const letter = await mail.waitFor(email);
    expect(letter.subject).toBe(fill(russian.mails.invitation_subject, { inviter: 'Ada Nilsen', workspace: WORKSPACE }));
    expect(letter.text).toContain(russian.roles.permission_creator);
    expect(letter.text).toContain('> Добро пожаловать!\n> Plan: 2 < 3 & "so on"');
    expect(letter.html).toContain('2 &#60; 3 &#38; &#34;so on&#34;');
    expect(letter.html).toContain('lang="ru"');
  });

  // IV-15
  test('sends nothing while seats are missing, and says how many', async ({ page }) => {
    const dialog = await openAddUsers(page);
    const many = Array.from({ length: SEATS + 1 }, (_, n) => `crew${n}@a.example`);
    await addresses(dialog).fill(many.join('\n'));
    await expect(dialog).toContainText(plural(en.seats.short, 2));
    const button = send(dialog, SEATS + 1);
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await expect(button).toHaveAccessibleDescription(plural(en.invitations.short, 2));
    await button.click({ force: true });
    await expect(dialog).toBeVisible();
    await addresses(dialog).fill(many.slice(2).join('\n'));
    await send(dialog, SEATS - 1).click();
    await expect(dialog).toBeHidden();
    await expect(seats(page, 1, SEATS - 1)).toBeVisible();
  });

  // IV-11
  test('takes two hundred addresses at a time, and names the limit', async ({ page, faults }) => {
    faults.expectStatus(422);
    const dialog = await openAddUsers(page);
    await addresses(dialog).fill(Array.from({ length: 201 }, (_, n) => `crew${n}@a.example`).join(' '));
    await expect(addresses(dialog)).toHaveAccessibleDescription(plural(en.errors.field_too_many, 200));
  });

  // IV-16
  test('refuses links in the message, and keeps what was typed', async ({ page, faults }) => {
    faults.expectStatus(422);
    const dialog = await openAddUsers(page);
    await addresses(dialog).fill('spam@a.example');
    await dialog.getByText(en.invitations.message).click();
    await dialog.getByLabel(en.common.message).fill('Look at https://evil.example');
    await send(dialog, 1).click();
    await expect(dialog.getByLabel(en.common.message)).toHaveAccessibleDescription(new RegExp(en.errors.field_no_links));
    await expect(addresses(dialog)).toHaveValue('spam@a.example');
    await expect(row(page, 'spam@a.example')).toHaveCount(0);
  });

  test('explains itself instead of refusing to be pressed', async ({ page }) => {
    const dialog = await openAddUsers(page);
    await expect(send(dialog, 0)).not.toHaveAttribute('aria-disabled', 'true');
    await send(dialog, 0).click();
    await expect(addresses(dialog)).toHaveAccessibleDescription(en.errors.field_required);
    await addresses(dialog).fill('not an address');
    await send(dialog, 0).click();
    await expect(addresses(dialog)).toHaveAccessibleDescription(en.errors.field_invalid_email);
  });

  test('asks before it drops what was typed, and closes at once otherwise', async ({ page, faults }) => {
    let dialog = await openAddUsers(page);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL(/\/users$/);
    await expect(page.getByRole('link', { name: en.users.add })).toBeFocused();
    dialog = await openAddUsers(page);
    await addresses(dialog).fill('half@a.example');
    faults.answerNext(false);
    await page.keyboard.press('Escape');
    await expect(addresses(dialog)).toHaveValue('half@a.example');
    faults.answerNext(true);
    await dialog.getByRole('link', { name: en.common.close }).click();
    await expect(dialog).toBeHidden();
  });

  test('sends with Ctrl and Enter', async ({ page }) => {
    const dialog = await openAddUsers(page);
    await addresses(dialog).fill('quick@a.example');
    await expect(send(dialog, 1)).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    await expect(row(page, 'quick@a.example')).toBeVisible();
  });

  test('is there at once by its address', async ({ page }) => {
    await visit(page, '/users?dialog=add-user');
    const dialog = page.getByRole('dialog', { name: en.users.add });
    await expect(dialog).toBeVisible();
    await expect(addresses(dialog)).toBeFocused();
    await page.goBack();
    await expect(dialog).toBeHidden();
  });

  // CS-15
  test('pressed twice it sends once', async ({ page, site, mail }) => {
    const dialog = await openAddUsers(page);
    await addresses(dialog).fill('twice@a.example');
    await send(dialog, 1).dblclick();
    await expect(dialog).toBeHidden();
    await expect(row(page, 'twice@a.example')).toHaveCount(1);
    expect(site.installation.database.run('SELECT count(*) FROM invitation')).toEqual(['1']);
    await mail.waitFor('twice@a.example');
    expect(mail.for('twice@a.example')).toHaveLength(1);
  });
});

test.describe('who may not', () => {
  test.use({ siteName: 'own' });

  // S0.5
  test('whoever may invite and not buy asks for seats instead', async ({ page, site, browse, mail, faults }) => {
    const manager = someone('Uma', 'Raj');
    await visit(page, '/users');
    const dialog = await openAddUsers(page);
    await addresses(dialog).fill(manager.email);
    await dialog.getByText(en.invitations.role_and_access).click();
    await dialog.getByRole('checkbox', { name: en.roles.permission_users, exact: true }).check();
    await send(dialog, 1).click();
    await expect(dialog).toBeHidden();
    const theirs = await browse();
    await accept(theirs, await copyLink(page, manager.email), manager);
    await theirs.waitForURL('**/users');
    await hydrated(theirs);
    await expect(theirs.getByRole('link', { name: en.seats.buy })).toHaveCount(0);
    const own = await openAddUsers(theirs);
    const buy = own.getByRole('button', { name: en.seats.buy });
    await expect(buy).toHaveAttribute('aria-disabled', 'true');
    await expect(buy).not.toHaveAccessibleDescription('');
    await own.getByRole('button', { name: en.seats.ask }).click();
    await expect(notices(theirs)).toContainText(en.seats.asked);
    const letter = await mail.waitFor(site.owner.email);
    expect(letter.subject).toBe(fill(en.mails.seats_wanted_subject, { person: 'Uma Raj', workspace: WORKSPACE }));
    faults.expectStatus(429);
    await own.getByRole('button', { name: en.seats.ask }).click();
    await expect(notices(theirs)).toContainText(shape(en.errors.rate_limited));
  });

  // IV-08, AZ-22
  test('a Team member neither sees the button nor anybody’s address', async ({ page, site, browse, faults }) => {
    const member = someone('Nina', 'Holm');
    await visit(page, '/users');
    await invite(page, member.email);
    const theirs = await browse();
    await accept(theirs, await copyLink(page, member.email), member);
    await theirs.waitForURL('**/users');
    await expect(row(theirs, 'Ada Nilsen')).toContainText(en.roles.owner);
    await expect(theirs.getByRole('link', { name: en.users.add })).toHaveCount(0);
    await expect(theirs.getByRole('link', { name: en.shell.mail, exact: true })).toHaveCount(0);
    await expect(theirs.getByRole('columnheader')).toHaveText([en.common.name, en.common.role, en.users.actions]);
    await hydrated(theirs);
    await expect(await accountMenu(theirs)).toBeVisible();
    expect(await theirs.content()).not.toContain(site.owner.email);
    faults.expectStatus(403);
    const mails = await theirs.goto('/admin/mail');
    expect(mails?.status()).toBe(403);
    await expect(theirs.getByRole('heading', { name: en.errors.page_forbidden_title })).toBeVisible();
    expect(await theirs.content()).not.toContain(site.owner.email);
  });
});
