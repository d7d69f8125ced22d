import base from '/work/main/end2end/playwright.config';
export default { ...base, testDir: '/work/main/end2end', testMatch: ['parked/**/*.spec.ts','tests/**/*.spec.ts'], projects: [{ name: 'default', testIgnore: '**/no_js/**' }, { name: 'no_js', testMatch: '**/no_js/**', use: { javaScriptEnabled: false } }] } as any;
