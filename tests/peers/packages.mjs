// The Debian packages, from their making to their purge: installed with dpkg on a machine within this one, where a real
// systemd runs their hardened units, watches them and passes them sockets.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Machine } from './support/machine.mjs';
import { Program } from './support/program.mjs';
import { temporaryFolder } from './support/sipwhy.mjs';
import { Missing, peerProgram, run } from './support/suite.mjs';
import { until, within } from './support/wait.mjs';

const BUILD = resolve(process.env.PEERS_BIN ?? join(import.meta.dirname, '../../build/release/bin'), '..');
const UNITS = ['sipwhy-service', 'sipwhy-bot', 'sipwhy-gateway'];
const MOST_EXPOSURE = 2; // of ten, as systemd-analyze counts
const PICK_UP_MS = 2000; // of a new revision; the promise is one second, on a machine that is not busy
const WATCHDOG = '[Service]\nWatchdogSec=2\n'; // so that nobody waits for a hang to be noticed
const STATE = 'StatusText,ActiveState,MainPID,NRestarts,Result,ExecMainStatus'.split(',');
// What changes whenever anything is installed.
const OF_THE_SYSTEM = [
  /^\/var\/(lib\/dpkg|log|cache|tmp)(\/|$)/,
  /^\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-?$/,
  /^\/etc\/(\.pwd\.lock|\.updated|ld\.so\.cache|machine-id)$/,
];

await run('packages', async (suite) => {
  const cpack = peerProgram('cmake', '/usr/bin/cpack');
  peerProgram('dpkg-dev', '/usr/bin/dpkg-shlibdeps');
  peerProgram('systemd', '/lib/systemd/systemd');
  if (!existsSync(join(BUILD, 'CPackConfig.cmake'))) throw new Missing(`${BUILD} is not configured for packages`);

  const folder = temporaryFolder(suite);
  execFileSync(cpack, ['--config', join(BUILD, 'CPackConfig.cmake'), '-B', folder], { cwd: BUILD, stdio: 'pipe' });
  const files = readdirSync(folder).filter((name) => name.endsWith('.deb'));
  const file = (name) => join(folder, files.find((deb) => deb.startsWith(`${name}_`)) ?? name);
  const units = UNITS.filter((unit) => existsSync(file(unit)));

  await suite.test('there is a package for the knowledge base and each program', () => {
    for (const name of files) console.log(`        ${name} ${Math.round(statSync(join(folder, name)).size / 1024)} kB`);
    for (const name of ['sipwhy-kb', ...units]) assert.ok(existsSync(file(name)), name);
    assert.equal(files.length, units.length + 1);
  });

  const lintian = startLintian(suite, files.map((name) => join(folder, name))); // it takes its time
  const machine = await Machine.start(suite);
  const give = (path) => {
    const inside = join('/run', path.split('/').at(-1));
    machine.write(inside, readFileSync(path));
    return inside;
  };
  const install = (...paths) => machine.run('dpkg', '--no-triggers', '--install', ...paths.map(give));
  const service = () => machine.unit('sipwhy-service', ...STATE);
  const ask = () => machine.start('sipwhy-bot', '--ask=301 vs 408');

  await suite.test('once installed, the programs are switched on and serve', async () => {
    install(olderKnowledge(folder, file('sipwhy-kb')), ...units.map(file));
    for (const unit of units) {
      const { ActiveState, NRestarts } = machine.unit(unit, ...STATE);
      const log = ActiveState === 'active' ? '' : machine.run('sh', '-c', `tail -n 5 /run/${unit}.service.log`);
      assert.deepEqual({ unit, ActiveState, NRestarts, log }, { unit, ActiveState: 'active', NRestarts: '0', log: '' });
      assert.equal(machine.run('systemctl', 'is-enabled', unit), 'enabled');
    }
    assert.match(await ask(), /301 Moved Permanently vs 408 Request Timeout/);
  });

  await suite.test('systemd understands the units', () => {
    const paths = [...units.map((unit) => `${unit}.service`), 'sipwhy-service.socket'];
    const said = machine.run('sh', '-c', `cd /lib/systemd/system && systemd-analyze verify --man=no ${paths.map((path) => `./${path}`).join(' ')} 2>&1`);
    assert.equal(said, '');
  });

  await suite.test('the units leave the programs little to do harm with', () => {
    for (const unit of units) {
      const said = machine.run('systemd-analyze', 'security', '--no-pager', `${unit}.service`);
      const [line, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(said);
      console.log(`        ${line}`);
      assert.ok(Number(exposure) <= MOST_EXPOSURE, said);
    }
  });

  await suite.test('the service runs as its user, without rights and filtered', () => {
    const { MainPID } = service();
    const status = machine.run('cat', `/proc/${MainPID}/status`);
    const field = (name) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)[1];
    assert.equal(field('Uid'), machine.run('id', '-u', 'sipwhy'));
    assert.equal(BigInt(`0x${field('CapEff')}${field('CapBnd')}`), 0n);
    assert.deepEqual({ privileges: field('NoNewPrivs'), filter: field('Seccomp') }, { privileges: '1', filter: '2' });
  });

  await suite.test('an upgrade of the knowledge base comes into service without a restart', async () => {
    const before = service();
    install(file('sipwhy-kb'));
    const newest = /\d+/.exec(machine.run('sh', '-c', 'ls /usr/share/sipwhy/migrations | tail -n 1'))[0];
    const start = performance.now();
    const log = () => machine.run('cat', '/run/sipwhy-service.service.log');
    await until(`revision ${Number(newest)}`, () => log().includes(` to=${Number(newest)} `), PICK_UP_MS);
    console.log(`        ${Math.round(performance.now() - start)} ms after dpkg ended`);
    await until('its status', () => service().StatusText.includes(`revision ${Number(newest)}`), PICK_UP_MS);
    assert.deepEqual([service().MainPID, service().NRestarts], [before.MainPID, before.NRestarts]);
  });

  await suite.test('a reload ends ready', async () => {
    const { MainPID } = service();
    machine.run('systemctl', 'reload', 'sipwhy-service');
    await until('readiness', () => service().ActiveState === 'active');
    assert.equal(service().MainPID, MainPID);
  });

  await suite.test('the watchdogs are fed', async () => {
    for (const unit of units) {
      machine.write(`/run/systemd/system/${unit}.service.d/watchdog.conf`, WATCHDOG);
      machine.run('systemctl', 'daemon-reload');
      machine.run('systemctl', 'restart', unit);
      const fed = () => Number(machine.unit(unit, 'WatchdogTimestampMonotonic').WatchdogTimestampMonotonic);
      for (let time = 0, meal = 0; meal < 4; meal += 1) {
        time = await until(`meal ${meal} of ${unit}`, () => fed() > time && fed());
      }
    }
  });

  await suite.test('a program that hangs is started again and serves', async () => {
    for (const unit of units) {
      const { MainPID, ActiveState } = machine.unit(unit, ...STATE);
      assert.equal(ActiveState, 'active'); // else there is no process to stop, and 0 would be all of ours
      machine.run('kill', '-STOP', MainPID);
      const isBack = () => {
        const now = machine.unit(unit, ...STATE);
        return now.ActiveState === 'active' && now.MainPID !== MainPID;
      };
      const start = performance.now();
      await until(`${unit} to be back`, isBack, 15_000);
      console.log(`        ${unit} after ${Math.round(performance.now() - start)} ms`);
    }
    assert.match(await ask(), /301 Moved Permanently/);
  });

  await suite.test('the programs end with status 0 when they are stopped', () => {
    for (const unit of units) {
      const start = performance.now();
      machine.run('systemctl', 'stop', unit);
      console.log(`        ${unit} after ${Math.round(performance.now() - start)} ms`);
      const { ActiveState, Result, ExecMainStatus } = machine.unit(unit, ...STATE);
      assert.deepEqual([unit, ActiveState, Result, ExecMainStatus], [unit, 'inactive', 'success', '0']);
    }
  });

  await suite.test('behind its socket unit a question starts the service', async () => {
    machine.run('systemctl', 'start', 'sipwhy-service.socket');
    assert.equal(service().ActiveState, 'inactive');
    assert.match(await ask(), /301 Moved Permanently/);
    assert.match(service().StatusText, /on 127\.0\.0\.1:50051/);
  });

  await suite.test('behind its socket unit the service is restarted without a lost question', async () => {
    const restart = machine.start('systemctl', 'restart', 'sipwhy-service');
    const answers = await Promise.all([ask(), ask(), ask()]);
    await restart;
    for (const answer of answers) assert.match(answer, /301 Moved Permanently/);
  });

  await suite.test('an operator keeps the settings over an upgrade, and what was switched off', () => {
    machine.run('sh', '-c', 'echo "# ours" >>/etc/sipwhy/service.toml');
    machine.run('systemctl', 'disable', '--now', 'sipwhy-bot');
    install(...units.map(file));
    assert.match(machine.run('tail', '-n', '1', '/etc/sipwhy/service.toml'), /# ours/);
    assert.equal(service().ActiveState, 'active');
    assert.equal(machine.unit('sipwhy-bot', ...STATE).ActiveState, 'inactive');
  });

  await suite.test('a purge leaves the user of the service and nothing else', () => {
    machine.run('dpkg', '--no-triggers', '--purge', ...units, 'sipwhy-kb');
    for (const unit of units) assert.equal(machine.unit(unit, ...STATE).ActiveState, 'inactive');
    const left = machine.changes().filter((path) => !OF_THE_SYSTEM.some((pattern) => pattern.test(path)));
    assert.deepEqual(left, []);
    assert.match(machine.run('getent', 'passwd', 'sipwhy'), /nologin$/);
  });

  await suite.test('lintian has nothing to say against the packages', async () => {
    if (!lintian) return console.log('        not tried: apt install lintian');
    await within(60_000, 'lintian', lintian.ended);
    assert.equal(lintian.stdout, '');
  });
});

// Null when it is not installed.
function startLintian(scope, packages) {
  if (!existsSync('/usr/bin/lintian')) return null;
  const lintian = new Program('/usr/bin/nice', ['/usr/bin/lintian', '--allow-root', '--fail-on', 'none', ...packages]);
  scope.defer(() => lintian.stop('SIGKILL'));
  return lintian;
}

// The package as it was before its newest migration.
function olderKnowledge(folder, deb) {
  const tree = join(folder, 'older');
  mkdirSync(tree);
  execFileSync('dpkg-deb', ['--raw-extract', deb, join(tree, 'kb')]);
  const migrations = join(tree, 'kb/usr/share/sipwhy/migrations');
  rmSync(join(migrations, readdirSync(migrations).sort().at(-1)));
  const control = join(tree, 'kb/DEBIAN/control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*/m, 'Version: 0.0.1'));
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', join(tree, 'kb'), join(tree, 'sipwhy-kb.deb')], {
    stdio: 'pipe',
  });
  return join(tree, 'sipwhy-kb.deb');
}
