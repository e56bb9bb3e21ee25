// An SMTP server for tests of the mailer: `smtp-server`, the counterpart of nodemailer. It takes mail from one user
// alone, and listens on three ports of this machine:
//   starttls  unencrypted at first; it hears no password before STARTTLS
//   smtps     encrypted from the first byte
//   plain     never encrypted
// Says as lines of JSON where it listens and which certificate it has, then each try to sign in and each mail. Ends
// when its input does.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

const [user, password] = process.argv.slice(2);
if (!password) throw new Error('usage: smtp.mjs USER PASSWORD');
const say = (what) => console.log(JSON.stringify(what));

// Signed by itself, and no authority's: who trusts it trusts this one server.
const rules = `[req]
prompt = no
distinguished_name = name
x509_extensions = uses
[name]
CN = a test of Vitrine
[uses]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = IP:127.0.0.1
`;

function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-smtp-'));
  try {
    const [config, key, cert] = ['rules', 'key', 'cert'].map((name) => join(folder, name));
    writeFileSync(config, rules);
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', '-config', config, ...kind, '-keyout', key, '-out', cert], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { key, cert } = certificate();

async function listen(options) {
  const server = new SMTPServer({
    key,
    cert,
    disableReverseLookup: true,
    ...options,
    onAuth(tried, session, callback) {
      const isWell = tried.username === user && tried.password === password;
      say({ what: 'sign-in', encrypted: session.secure, well: isWell });
      callback(null, isWell ? { user } : {});
    },
    onData(stream, session, callback) {
      const parts = [];
      stream.on('data', (part) => parts.push(part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        say({
          what: 'mail',
          encrypted: session.secure,
          from: mailFrom.address,
          to: rcptTo.map((receiver) => receiver.address),
          content: Buffer.concat(parts).toString('utf8'),
        });
        callback();
      });
    },
  });
  // A client that does not trust the certificate breaks off, which is what is tested.
  server.on('error', () => {});
  return new Promise((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => resolve(listening.address().port));
  });
}

const [starttls, smtps, plain] = await Promise.all([
  listen({}),
  listen({ secure: true }),
  listen({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true }),
]);
say({ what: 'ready', starttls, smtps, plain, certificate: cert });
process.stdin.resume().on('end', () => process.exit());
