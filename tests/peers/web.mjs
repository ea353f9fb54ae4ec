// The web page, in Chromium.
import assert from 'node:assert/strict';

import { Browser } from './support/browser.mjs';
import { request } from './support/http.mjs';
import { startBot, startService } from './support/sipwhy.mjs';
import { run } from './support/suite.mjs';
import { until } from './support/wait.mjs';

const MOST_BYTES = 60_000;
const MOST_BYTES_OF_AN_ANSWER = 60_000;
const COMPARED = /301 Moved Permanently vs 408 Request Timeout/;

await run('web', async (suite) => {
  const browser = await Browser.start(suite);
  const service = await startService(suite);
  const bot = await startBot(suite, { service, config: { language: 'en', http: { web_page: true } } });
  const get = (path, headers = {}) => request(bot.url + path, { method: 'GET', headers });
  const shows = (tab, pattern) => until(`the page to show ${pattern}`, async () => pattern.test(await tab.text()));

  await suite.test('the page loads whole from its own host, in less than 60 KB, without a complaint', async (scope) => {
    const tab = await browser.tab(scope);
    await tab.open(`${bot.url}/`);
    assert.deepEqual(
      tab.requests.filter(({ url }) => !url.startsWith(`${bot.url}/`)),
      [],
    );
    const bytes = tab.requests.reduce((sum, { size }) => sum + size, 0);
    assert.ok(bytes > 1000 && bytes < MOST_BYTES, `${bytes} bytes in ${tab.requests.length} requests`);
    assert.deepEqual(tab.complaints, []);
    console.log(`        ${bytes} bytes in ${tab.requests.length} requests`);
  });

  await suite.test('a question is answered in the page, and a second one below it', async (scope) => {
    const tab = await browser.tab(scope);
    await tab.open(`${bot.url}/`);
    await tab.click('#q');
    await tab.type('301 vs 408');
    await tab.press('Enter');
    await shows(tab, COMPARED);
    await tab.type('486');
    await tab.press('Enter');
    await shows(tab, /486 Busy Here/);
    assert.match(await tab.text(), COMPARED);
    assert.deepEqual(tab.complaints, []);
    assert.ok(
      tab.requests.filter(({ url }) => url.endsWith('/chat')).every(({ size }) => size < MOST_BYTES_OF_AN_ANSWER),
    );
  });

  await suite.test('without scripts the form answers by loading a page', async (scope) => {
    const tab = await browser.tab(scope, { scripts: false });
    await tab.open(`${bot.url}/`);
    await tab.click('#q');
    await tab.type('301 vs 408');
    await tab.loading(() => tab.click('#ask button'));
    assert.match(await tab.text(), COMPARED);
    assert.match(await tab.value('location.search'), /[?&]q=301\+vs\+408/);
    assert.deepEqual(tab.complaints, []);
  });

  await suite.test('without scripts an example is a question too', async (scope) => {
    const tab = await browser.tab(scope, { scripts: false });
    await tab.open(`${bot.url}/`);
    const question = await tab.value('document.querySelector("#examples button").value');
    await tab.loading(() => tab.click('#examples button'));
    assert.equal(new URL(await tab.value('location.href')).searchParams.get('q'), question);
  });

  await suite.test('a comparison has a page of its own, in either order, with one canonical address', async (scope) => {
    const tab = await browser.tab(scope);
    const canonical = [];
    for (const path of ['/sip/301-vs-408', '/sip/408-vs-301']) {
      await tab.open(bot.url + path);
      const text = await tab.text();
      assert.ok(/301 Moved Permanently/.test(text) && /408 Request Timeout/.test(text), text.slice(0, 300));
      canonical.push(await tab.value('document.querySelector("link[rel=canonical]").href'));
    }
    assert.equal(canonical[0], canonical[1]);
    assert.match(canonical[0], /\/sip\/301-vs-408$/);
  });

  await suite.test('a code has a page of its own, and what has none says so with 404', async (scope) => {
    const tab = await browser.tab(scope);
    await tab.open(`${bot.url}/sip/486`);
    assert.match(await tab.value('document.title'), /486 Busy Here/);
    for (const path of [
      '/sip/99',
      '/sip/abc',
      '/sip/',
      '/sip/301-vs-',
      '/sip/1-vs-2-vs-3',
      '/nowhere',
      '/sip/301-vs-408-vs-480-vs-481-vs-482',
    ]) {
      const { status, body } = await get(path);
      assert.equal(status, 404, path);
      assert.match(body, /<form id="ask"/, path);
    }
  });

  for (const question of [
    '<script>window.hurt = 1</script>',
    '"><img src=x onerror="window.hurt=1">',
    "';window.hurt=1//",
    '486 <svg onload=alert(1)> vs 600',
    '{{7*7}}',
    '</title><script>window.hurt=1</script>',
  ]) {
    await suite.test(`the question ${question} stays text`, async (scope) => {
      const tab = await browser.tab(scope);
      await tab.open(`${bot.url}/?q=${encodeURIComponent(question)}`);
      assert.equal(await tab.value('window.hurt'), undefined);
      await tab.open(`${bot.url}/`);
      await tab.click('#q');
      await tab.type(question);
      await tab.press('Enter');
      await until('an answer', () =>
        tab.value(
          'document.querySelector(".turn .reply")?.innerText.length > 10 && !document.querySelector("[aria-busy]")',
        ),
      );
      assert.equal(await tab.value('window.hurt'), undefined);
      assert.equal(
        await tab.value('document.querySelectorAll("body script, body img, [onerror], [onload]").length'),
        0,
      );
      assert.deepEqual(tab.complaints, []);
    });
  }

  for (const width of [320, 390, 768, 1400]) {
    await suite.test(`at ${width} pixels nothing sticks out of the page`, async (scope) => {
      const tab = await browser.tab(scope, { width });
      for (const path of [
        '/',
        '/sip/486',
        '/sip/301-vs-408',
        '/sip/480-vs-486-vs-600-vs-603',
        '/?q=487+full',
        '/?q=4xx',
        '/?q=help',
        `/?q=${'x'.repeat(300)}`,
      ]) {
        await tab.open(bot.url + path);
        const wide = await tab.value('document.documentElement.scrollWidth');
        assert.ok(wide <= width, `${path} is ${wide} pixels wide`);
      }
    });
  }

  for (const dark of [false, true]) {
    await suite.test(
      `in ${dark ? 'dark' : 'light'} colours every text has the contrast that WCAG 2.2 §1.4.3 asks for`,
      async (scope) => {
        const tab = await browser.tab(scope, { dark });
        for (const path of ['/', '/sip/301-vs-408', '/?q=487+full', '/nowhere']) {
          await tab.open(bot.url + path);
          assert.deepEqual(await tab.value(`(${lowContrasts})()`), [], path);
        }
      },
    );
  }

  await suite.test('a screen reader hears what everything is', async (scope) => {
    const tab = await browser.tab(scope);
    for (const path of ['/', '/sip/301-vs-408']) {
      await tab.open(bot.url + path);
      const heard = await tab.readAloud();
      const mute = heard.filter(
        ({ role, name }) =>
          ['button', 'link', 'textbox', 'combobox', 'heading', 'image'].includes(role) && name.trim() === '',
      );
      assert.deepEqual(mute, [], path);
      for (const role of ['main', 'heading', 'textbox'])
        assert.ok(
          heard.some((one) => one.role === role),
          `${path} has no ${role}`,
        );
      assert.notEqual(await tab.value('document.documentElement.lang'), '');
    }
  });

  await suite.test('by keys alone one reaches the field, asks and reads', async (scope) => {
    const tab = await browser.tab(scope);
    await tab.open(`${bot.url}/sip/486`);
    for (let count = 0; count < 60 && (await tab.value('document.activeElement.id')) !== 'q'; count += 1)
      await tab.press('Tab');
    assert.equal(await tab.value('document.activeElement.id'), 'q');
    await tab.type('487');
    await tab.press('Enter');
    await shows(tab, /487 Request Terminated/);
  });

  await suite.test('the answer is in the language of the browser, or in the one that was chosen', async () => {
    const english = (await get('/sip/486')).body;
    const japanese = (await get('/sip/486', { 'Accept-Language': 'ja,en;q=0.5' })).body;
    assert.match(japanese, /[\u3040-\u30ff]/);
    assert.doesNotMatch(english, /<article[^]*[\u3040-\u30ff][^]*<\/article>/);
    assert.match((await get('/sip/486?language=ja')).body, /[\u3040-\u30ff]/);
    assert.equal((await get('/sip/486?language=xx')).status, 200);
  });

  await suite.test('a chosen language holds in the page', async (scope) => {
    const tab = await browser.tab(scope);
    await tab.open(`${bot.url}/sip/486`);
    await tab.value(
      `(() => {
        const menu = document.querySelector('#language');
        menu.value = 'ja';
        menu.dispatchEvent(new Event('change', { bubbles: true }));
      })()`,
    );
    await until('Japanese', () => tab.value('/[\\u3040-\\u30ff]/.test(document.querySelector("#log").innerText)'));
    await tab.open(`${bot.url}/sip/487`);
    await until('Japanese again', () =>
      tab.value('/[\\u3040-\\u30ff]/.test(document.querySelector("#log").innerText)'),
    );
  });

  await suite.test('every response forbids what the page does not need', async () => {
    for (const path of ['/', '/sip/486', '/nowhere', '/chat.js', '/style.css', '/?q=486']) {
      const { headers } = await get(path);
      assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/, path);
      assert.doesNotMatch(headers['content-security-policy'], /unsafe|\*/, path);
      assert.equal(headers['x-content-type-options'], 'nosniff', path);
      assert.equal(headers['set-cookie'], undefined, path);
    }
  });

  await suite.test('with the service gone the page says so, and the chat goes on when it is back', async (scope) => {
    const tab = await browser.tab(scope);
    await tab.open(`${bot.url}/`);
    await service.program.stop();
    const { status, body } = await get('/sip/486');
    assert.equal(status, 503);
    assert.match(body, /<form id="ask"/);
    await tab.click('#q');
    await tab.type('486');
    await tab.press('Enter');
    await until('a word on it', () =>
      tab.value(
        'document.querySelector(".turn .reply")?.innerText.length > 10 && !document.querySelector("[aria-busy]")',
      ),
    );
    await startService(suite, service.address);
    await until('an answer', async () => (await get('/sip/486')).status === 200, 10_000);
    await tab.type('487');
    await tab.press('Enter');
    await shows(tab, /487 Request Terminated/);
  });

  await suite.test('the page can be switched off', async (scope) => {
    const without = await startBot(scope, {
      service,
      config: { http: { web_page: false }, mattermost: [{ name: 'm', path: '/m', token: { env: 'M' } }] },
      secrets: { M: 'a-token-of-mattermost' },
    });
    for (const path of ['/', '/sip/486', '/chat.js'])
      assert.equal((await request(without.url + path, { method: 'GET' })).status, 404, path);
  });
});

// Runs in the page: texts whose contrast with what lies behind them is below 4.5, or 3 where they are large.
function lowContrasts() {
  const numbers = (colour) => {
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = numbers(getComputedStyle(one).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return numbers('#fff');
  };
  const light = (colour) => {
    const [red, green, blue] = colour
      .slice(0, 3)
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const found = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    const says = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    const box = element.getBoundingClientRect();
    if (!says || box.width < 3 || style.visibility === 'hidden' || element.closest('select, svg')) continue;
    const [one, other] = [light(numbers(style.color)), light(behind(element))].sort((left, right) => right - left);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < (isLarge ? 3 : 4.5)) found.add(`${element.tagName}.${element.className}: ${ratio.toFixed(2)}`);
  }
  return [...found];
}
