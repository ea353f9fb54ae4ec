// Chromium without a window, driven through a pipe by its DevTools protocol.
import { Program } from './program.mjs';
import { temporaryFolder } from './sipwhy.mjs';
import { peerProgram } from './suite.mjs';
import { until, within } from './wait.mjs';

const ANSWER_MS = 15_000;

export class Browser {
  #next = 0;
  #pending = new Map();
  #listeners = new Map();
  #rest = '';

  static async start(scope) {
    const browser = new Browser();
    const folder = temporaryFolder(scope);
    const args = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      `--user-data-dir=${folder}`,
      '--remote-debugging-pipe',
      'about:blank',
    ];
    const options = { stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'], env: { ...process.env, HOME: folder } };
    const program = new Program(peerProgram('chromium', '/usr/bin/chromium'), args, options);
    scope.defer(async () => {
      browser.#write({ id: 0, method: 'Browser.close' });
      await within(3000, 'Chromium to end', program.ended).catch(() => program.stop('SIGKILL').catch(() => {}));
    });
    [, , , browser.input] = program.stdio;
    browser.input.on('error', () => {});
    program.stdio[4].setEncoding('utf8').on('data', (text) => browser.#take(text));
    await browser.call('Browser.getVersion');
    return browser;
  }

  #write(message) {
    this.input.write(`${JSON.stringify(message)}\0`);
  }

  #take(text) {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop();
    for (const message of messages.map((one) => JSON.parse(one))) {
      const waiting = this.#pending.get(message.id);
      if (waiting) {
        this.#pending.delete(message.id);
        if (message.error) waiting.reject(new Error(`${waiting.method}: ${message.error.message}`));
        else waiting.resolve(message.result);
      } else {
        this.#listeners.get(message.sessionId)?.(message.method, message.params);
      }
    }
  }

  call(method, params = {}, sessionId = undefined) {
    const id = (this.#next += 1);
    const answer = new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject, method }));
    this.#write({ id, method, params, sessionId });
    return within(ANSWER_MS, `Chromium to answer ${method}`, answer);
  }

  // A tab as a new visitor has it: with no memory of others.
  async tab(scope, { width = 1000, height = 800, scripts = true, dark = false, languages = 'en' } = {}) {
    const { browserContextId } = await this.call('Target.createBrowserContext');
    const { targetId } = await this.call('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await this.call('Target.attachToTarget', { targetId, flatten: true });
    scope.defer(() => this.call('Target.disposeBrowserContext', { browserContextId }).catch(() => {}));
    const tab = new Tab((method, params) => this.call(method, params, sessionId));
    this.#listeners.set(sessionId, (method, params) => tab.note(method, params));
    for (const domain of ['Page', 'Network', 'Runtime', 'Log', 'Accessibility']) await tab.call(`${domain}.enable`);
    await tab.call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 });
    await tab.call('Emulation.setScriptExecutionDisabled', { value: !scripts });
    await tab.call('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }],
    });
    await tab.call('Network.setExtraHTTPHeaders', { headers: { 'Accept-Language': languages } });
    return tab;
  }
}

class Tab {
  requests = []; // {url, size} of all that the page asked for
  complaints = []; // of the console and of policies, and dialogs
  #loads = 0;
  #byId = new Map();

  constructor(call) {
    this.call = call;
  }

  note(method, params) {
    if (method === 'Network.requestWillBeSent')
      this.#byId.set(params.requestId, this.requests[this.requests.push({ url: params.request.url, size: 0 }) - 1]);
    if (method === 'Network.loadingFinished' && this.#byId.has(params.requestId))
      this.#byId.get(params.requestId).size = params.encodedDataLength;
    if (method === 'Runtime.exceptionThrown')
      this.complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === 'Log.entryAdded')
      this.complaints.push(`${params.entry.level}: ${params.entry.text} ${params.entry.url ?? ''}`);
    if (method === 'Page.loadEventFired') this.#loads += 1;
    if (method === 'Page.javascriptDialogOpening') {
      this.complaints.push(`dialog: ${params.message}`);
      this.call('Page.handleJavaScriptDialog', { accept: false }).catch(() => {});
    }
  }

  async open(url) {
    await this.loading(() => this.call('Page.navigate', { url }));
  }

  // Does `action` and waits for the page that it leads to.
  async loading(action) {
    const before = this.#loads;
    await action();
    await until('the page to be loaded', () => this.#loads > before, 10_000);
  }

  // The value of a JavaScript expression. Works with the page's own scripts off, too.
  async value(expression) {
    const { result, exceptionDetails } = await this.call('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value;
  }

  text() {
    return this.value('document.body.innerText');
  }

  async click(selector) {
    const { x, y } = await this.value(
      `(() => {
        const element = document.querySelector(${JSON.stringify(selector)});
        element.scrollIntoView({ block: 'center' });
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      })()`,
    );
    for (const type of ['mousePressed', 'mouseReleased'])
      await this.call('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
  }

  type(text) {
    return this.call('Input.insertText', { text });
  }

  async press(key, code = key) {
    const text = key === 'Enter' ? '\r' : undefined;
    const windowsVirtualKeyCode = { Enter: 13, Tab: 9 }[key];
    for (const type of ['keyDown', 'keyUp'])
      await this.call('Input.dispatchKeyEvent', {
        type,
        key,
        code,
        text: type === 'keyDown' ? text : undefined,
        windowsVirtualKeyCode,
      });
  }

  // What a screen reader is told, as {role, name}.
  async readAloud() {
    const { nodes } = await this.call('Accessibility.getFullAXTree');
    return nodes
      .filter((node) => !node.ignored)
      .map((node) => ({ role: node.role?.value, name: node.name?.value ?? '' }));
  }
}
