/** For everybody: axe in both themes, narrow screens in long languages, and the keyboard alone. */
import type { Page } from '@playwright/test';

import { expectAccessible } from '../fixtures/axe';
import { endInvitation } from '../fixtures/database';
import {
  accountMenu, copyLink, enterPassword, hydrated, invite, openAddUsers, row, rowAction, someone, visit,
} from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, fill, plural, shape, type Language } from '../fixtures/texts';

/** Nothing leads out of the page to the side. */
async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return [];
    const beyond = [...document.querySelectorAll('body *')].filter((it) => it.getBoundingClientRect().right > limit + 1);
    return beyond.slice(0, 5).map((it) => `${it.tagName} ${it.className} ${(it.textContent ?? '').slice(0, 40)}`);
  });
  expect(wide, what).toEqual([]);
}

test.describe('axe finds nothing', () => {
  test.describe('in a studio of fifty', () => {
    test.use({ siteName: 'demo' });

    test('on the list of users, its panels and its dialogs', async ({ page }) => {
      test.slow(); // Each look is taken twice, and there are many.
      for (const address of ['/users', '/users?view=cards&per=100', '/users?q=nobody-at-all', '/users?archived=yes&per=100']) {
        await visit(page, address);
        await expectAccessible(page, address);
      }
      await visit(page, '/users');
      await page.getByRole('button', { name: en.common.filter }).click();
      await expectAccessible(page, 'filter');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: en.users.columns }).click();
      await expectAccessible(page, 'columns');
      await page.keyboard.press('Escape');
      await accountMenu(page);
      await expectAccessible(page, 'account menu');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await expectAccessible(page, 'keys');
      await page.keyboard.press('Escape');
      await visit(page, '/users?status=invited');
      await expect(await rowAction(page, 'Priya Raman', en.users.resend)).toBeVisible();
      await expectAccessible(page, 'menu of a row');
      await page.keyboard.press('Escape');
      await (await rowAction(page, 'Priya Raman', en.users.cancel)).click();
      await expectAccessible(page, 'question before canceling');
      await page.getByRole('button', { name: en.users.keep_invitation }).click();
      await (await rowAction(page, 'Priya Raman', en.users.copy_link)).click();
      await expect(page.getByRole('dialog', { name: en.users.link_title })).toBeVisible();
      await expectAccessible(page, 'link');
    });

    test('on the dialog for adding users', async ({ page }) => {
      const dialog = page.getByRole('dialog');
      await visit(page, '/users');
      await openAddUsers(page);
      await expectAccessible(page, 'empty');
      await dialog.getByText(en.invitations.role_and_access).click();
      await dialog.getByText(en.invitations.message).click();
      await dialog.getByLabel(en.invitations.addresses).fill(
        'new@a.example, bad@a, amara.okafor@kestrelyard.example, chidi.eze@kestrelyard.example, '
        + 'arvid.holm@kestrelyard.example, henrik.aas@kestrelyard.example, rosa.lindgren@kestrelyard.example',
      );
      await expect(dialog.getByRole('button', { name: plural(en.invitations.send, 2) })).toBeVisible();
      await expectAccessible(page, 'every verdict');
      await dialog.getByLabel(en.invitations.addresses).fill(Array.from({ length: 60 }, (_, n) => `x${n}@a.example`).join());
      await expect(dialog.getByText(shape(en.seats.short.other))).toBeVisible();
      await expectAccessible(page, 'seats missing');
    });

    test('on the mails', async ({ page }) => {
      for (const address of ['/admin/security', '/admin/security?tab=2fa', '/admin/mail', '/admin/mail?to=nobody-at-all']) {
        await visit(page, address);
        await expectAccessible(page, address);
      }
      await visit(page, '/admin/mail');
      await page.getByRole('button', { name: shape(en.mails.invitation_subject) }).first().click();
      await expect(page.getByRole('dialog')).toContainText(en.mail.masked);
      await expectAccessible(page, 'letter');
    });

    test('on the audit log, the settings and the import', async ({ page }) => {
      for (const address of ['/users/import', '/admin/audit', '/admin/audit?actor=nobody-at-all', '/admin/settings?tab=roles',
        '/admin/settings?tab=players', '/admin/settings?tab=branding']) {
        await visit(page, address);
        await expectAccessible(page, address);
      }
    });

    test('on one\'s own pages', async ({ page }) => {
      for (const address of ['profile', 'player', 'security', 'sessions', 'permissions', 'permissions?q=nothing-at-all']) {
        await visit(page, `/account/${address}`);
        await expectAccessible(page, address);
      }
      await visit(page, '/account/permissions');
      await page.locator('[data-action] summary').first().click();
      await expectAccessible(page, 'an answer with its reasons');
      for (const address of ['/explain', '/explain?can=seats_buy', '/explain?can=users_disable&whom=a']) {
        await visit(page, address);
        await expectAccessible(page, address);
      }
      await visit(page, '/account/profile');
      await page.getByLabel(en.common.last_name).fill('Changed');
      await expect(page.locator('.save-bar')).toBeVisible();
      await expectAccessible(page, 'save bar');
    });

    test('before the sign-in', async ({ site, faults, browse }) => {
      faults.expectStatus(404);
      const page = await browse();
      await visit(page, '/login');
      await expectAccessible(page, '/login');
      await enterPassword(page, 'nobody@nowhere.example', 'wrong');
      await expect(page.getByRole('alert')).toBeVisible();
      await hydrated(page);
      await expectAccessible(page, '/login, refused');
      await visit(page, '/login?check=1');
      await expectAccessible(page, '/login, cookie refused');
      await visit(page, await site.installation.resetLink('amara.okafor@kestrelyard.example'));
      await expectAccessible(page, '/reset');
      await page.getByLabel(en.reset.new).fill('x');
      await page.getByLabel(en.common.repeat_password).fill('y');
      await page.getByRole('button', { name: en.reset.save }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await hydrated(page);
      await expectAccessible(page, '/reset, refused');
      for (const address of ['/invite/x', '/nothing-here']) {
        await visit(page, address);
        await expectAccessible(page, address);
      }
    });

    test('on the step-up', async ({ page }) => {
      await visit(page, '/step-up?next=/users');
      await expectAccessible(page, '/step-up');
    });
  });

  test.describe('of one’s own', () => {
    test.use({ siteName: 'own' });

    test('on an invitation, an ended one, and one that someone else opened', async ({ page, site, faults, browse }) => {
      faults.expectStatus(409, 410);
      await visit(page, '/users');
      await expectAccessible(page, 'nobody else yet');
      await invite(page, 'mia@people.example');
      await expectAccessible(page, 'a notice');
      const link = await copyLink(page, 'mia@people.example');
      const invitee = await browse();
      await visit(invitee, link);
      await expectAccessible(invitee, 'invitation');
      await invitee.locator('form').first().evaluate((form) => {
        (form as HTMLFormElement).noValidate = true;
      });
      await invitee.getByRole('button', { name: en.accept.action }).click();
      await expect(invitee.getByRole('alert')).toBeVisible();
      await hydrated(invitee);
      await expectAccessible(invitee, 'invitation, refused');
      await visit(page, link);
      await expectAccessible(page, 'someone else');
      endInvitation(site.installation.database, 'mia@people.example');
      await visit(invitee, link);
      await expectAccessible(invitee, 'ended');
    });
  });

  test.describe('of a new installation', () => {
    test.use({ siteName: 'new', as: 'nobody' });

    test('on the set-up', async ({ page, site }) => {
      await visit(page, await site.installation.setUpLink());
      await expectAccessible(page, '/setup');
      await page.locator('form').first().evaluate((form) => {
        (form as HTMLFormElement).noValidate = true;
      });
      await page.getByRole('button', { name: en.setUp.create }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await hydrated(page);
      await expectAccessible(page, '/setup, refused');
    });
  });
});

test.describe('at 320 pixels', () => {
  test.use({ viewport: { width: 320, height: 640 } });

  for (const [language, locale] of [['en', 'en-GB'], ['ru', 'ru-RU'], ['ja', 'ja-JP']] as [Language, string][]) {
    test.describe(language, () => {
      test.use({ locale });

      test.describe('of a studio of fifty', () => {
        test.use({ siteName: 'demo' });

        test('nothing leads out to the side', async ({ page, site, faults, browse }) => {
          faults.expectStatus(404);
          const addresses = [
            '/users?per=100&archived=yes', '/users?view=cards&per=100', '/users?q=nobody-at-all', '/users?dialog=add-user', '/users?dialog=changes',
            '/users?status=invited&status=not_accepted&role=guest&q=a', '/admin/mail', '/step-up', '/nothing-here',
            '/admin/audit', '/admin/audit?actor=nobody-at-all', '/admin/settings?tab=roles',
            '/account/profile', '/account/player', '/account/security', '/account/sessions', '/account/permissions',
            '/admin/security', '/admin/security?tab=2fa', '/explain?can=seats_buy', '/explain?can=users_disable&whom=a',
            '/admin/settings?tab=players', '/admin/settings?tab=branding',
          ];
          for (const address of addresses) {
            await visit(page, address);
            await expect(page.locator('html')).toHaveAttribute('lang', language);
            await expectNoSidewaysScroll(page, address);
          }
          await visit(page, '/users?dialog=add-user');
          await page.locator('textarea').first().fill('new@a.example, bad@a, chidi.eze@kestrelyard.example');
          await expect(page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'bad@a' })).toBeVisible();
          await expectNoSidewaysScroll(page, 'verdicts');
          const stranger = await browse({ locale });
          for (const address of ['/login', '/login?check=1', '/invite/x']) {
            await visit(stranger, address);
            await expectNoSidewaysScroll(stranger, address);
          }
          await visit(stranger, await site.installation.resetLink('jun.takahashi@kestrelyard.example'));
          await expectNoSidewaysScroll(stranger, '/reset');
        });
      });

      test.describe('of a new installation', () => {
        test.use({ siteName: 'new', as: 'nobody' });

        test('nothing leads out to the side', async ({ page, site }) => {
          await visit(page, await site.installation.setUpLink());
          await expectNoSidewaysScroll(page, '/setup');
        });
      });
    });
  }

  test.describe('an invitation', () => {
    test.use({ siteName: 'own' });

    test('fits, and can be accepted', async ({ page, browse }) => {
      await visit(page, '/users');
      await invite(page, 'mia@people.example');
      const link = await copyLink(page, 'mia@people.example');
      for (const locale of ['en-GB', 'ru-RU', 'ja-JP']) {
        const invitee = await browse({ locale });
        await visit(invitee, link);
        await expectNoSidewaysScroll(invitee, locale);
      }
    });
  });
});

test.describe('by keyboard alone', () => {
  test.use({ siteName: 'own', as: 'nobody' });

  test('one signs in, invites someone, and signs out', async ({ page, site }) => {
    const person = someone('Key', 'Board');
    const focused = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
    const tabTo = async (name: RegExp): Promise<void> => {
      for (let step = 0; step < 40; step += 1) {
        await page.keyboard.press('Tab');
        if (name.test((await focused()).trim())) return;
      }
      throw new Error(`Tab does not lead to ${name}`);
    };

    await visit(page, '/login');
    await page.keyboard.type(site.owner.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(site.owner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/users');
    await hydrated(page);

    await page.keyboard.press('Tab');
    expect(await focused()).toBe(en.common.skip_to_content);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
    await tabTo(new RegExp(`^${en.users.add}$`));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: en.users.add });
    await expect(dialog.getByLabel(en.invitations.addresses)).toBeFocused();
    await page.keyboard.type(person.email);
    await expect(dialog.getByRole('button', { name: plural(en.invitations.send, 1) })).toBeVisible();
    await tabTo(shape(en.invitations.send.one));
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(row(page, person.email)).toBeVisible();
    await expect(page.getByRole('link', { name: en.users.add })).toBeFocused();

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await tabTo(new RegExp(`^${fill(en.users.actions_for, { name: person.email })}$`));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: en.userWindow.open })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: fill(en.users.actions_for, { name: person.email }) })).toBeFocused();

    await page.getByRole('button', { name: shape(en.shell.account) }).focus();
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('menuitem', { name: en.shell.sign_out })).toBeFocused();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/login');
  });
});
