// What an officer does again and again in the tests on the real server.
import { check, holds, open_page, shot } from '../browser/kit.js';

/** names that must never stand in an address or a browser's title */
const kNames = 'kessell ransome prill dzurik durik renn ashlar dockline speight foss varley'.split(
  ' ',
);

/** One officer at one browser window. */
export class Desk {
  constructor(server, opened) {
    this.server = server;
    this.page = opened.page;
    this.wrong = opened.wrong;
    this.end = opened.end;
  }
  static async open(browser, server, size) {
    return new Desk(server, await open_page(browser, server.url, size));
  }

  /** by keyboard alone: user, passphrase, code when there is one */
  async sign_in(user, code = '') {
    await this.page.goto(this.server.url);
    await this.heading('Sign in to sallyport');
    await this.page.keyboard.type(user);
    await this.page.keyboard.press('Tab');
    await this.page.keyboard.type(this.server.passphrase(user));
    if (code) {
      await this.page.keyboard.press('Tab');
      await this.page.keyboard.type(code);
    }
    await this.page.keyboard.press('Enter');
  }
  async sign_out() {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await this.heading('Sign in to sallyport');
  }
  heading(name) {
    const exact = typeof name === 'string';
    return this.page.getByRole('heading', { level: 1, name, exact }).waitFor();
  }
  link(name) {
    return this.page.locator('main').getByRole('link', { name }).first();
  }
  text() {
    return this.page.locator('main').innerText();
  }
  async go(path) {
    await this.page.goto(this.server.url + path);
    await this.page.waitForLoadState('networkidle');
  }
  path() {
    return new URL(this.page.url()).pathname;
  }

  /** a search as one types; the reason is asked once and given */
  async search(words, first) {
    const answered = this.page.waitForResponse(
      (answer) =>
        answer.url().endsWith('/api/search') &&
        answer.ok() &&
        answer.request().postDataJSON().q === words,
    );
    await this.page.getByLabel(/^Search: name/).fill(words);
    await this.page.keyboard.press('Enter');
    const dialog = this.page.getByLabel('Reason', { exact: true });
    await Promise.race([dialog.waitFor(), answered]);
    if (await dialog.isVisible()) {
      await dialog.fill("Tonight's arrivals at Wexmoor");
      await this.page.keyboard.press('Enter');
    }
    await answered;
    await first.waitFor();
  }
  /** the page of the first found */
  async find(words, name) {
    await this.search(words, this.link(name));
    await this.link(name).click();
    await this.heading(name);
    await this.page.waitForLoadState('networkidle');
  }
  async pick(label, words, name) {
    await this.page.getByRole('combobox', { name: label, exact: true }).fill(words);
    await this.page.getByRole('option', { name }).first().click();
  }
  /** reads until the words stand on the page, or says what stands there */
  async says(pattern, why) {
    await this.page.waitForLoadState('networkidle');
    const text = await this.text();
    check(pattern.test(text), `${why}; the page says: ${text.slice(0, 600)}`);
  }
  /** the checks of every page, and its picture */
  async looks(name) {
    await this.page.waitForLoadState('networkidle');
    await holds(this.page, this.wrong, kNames);
    await shot(this.page, `real-${name}`);
  }
}
