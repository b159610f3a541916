import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCheckpoint, signatureOf, signCheckpoint } from './checkpoint.js';
import { bothSuites, isOf, NoteUnreadable, parseNote, parseVerifierKey, SigningKey, verifySignature } from './note.js';
import { SHA_256 } from './suite.js';

/** The example of golang.org/x/mod/sumdb/note. */
const VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const BODY = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const LINE = '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
/** The example of C2SP tlog-cosignature. */
const COSIGNED = [
  'example.com/behind-the-sofa',
  '20852163',
  'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
  '',
  '\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=',
  '\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==',
  '',
].join('\n');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-note-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a signed note', () => {
  it('of others is read and verified', () => {
    const key = parseVerifierKey(VKEY);
    const note = parseNote(`${BODY}\n${LINE}\n`);
    const [signature] = note.signatures;
    expect(note.body).toBe(BODY);
    expect([isOf(key, signature!), verifySignature(key, note.body, signature!)]).toEqual([true, 0]);
    expect(verifySignature(key, `${BODY}!`, signature!)).toBeUndefined();
    expect(bothSuites(key).plain.vkey).toBe(VKEY);
  });

  it('has one text only', () => {
    const unreadable = (text: string): void => expect(() => parseNote(text)).toThrow(NoteUnreadable);
    unreadable(BODY);
    unreadable(`${BODY}\n${LINE}`);
    unreadable(`${BODY}\n\n`);
    unreadable(`${BODY}\t\n${LINE}\n`);
    unreadable(`${BODY}\n${LINE.replace('PeterNeumann', 'Peter Neumann')}\n`);
    // The last bits of base64 that carry nothing are not for hiding a second text of the same note.
    unreadable(`${BODY}\n${LINE.replace('JnAM=', 'JnAN=')}\n`);
    expect(() => parseVerifierKey(VKEY.replace('c74f', 'c74e'))).toThrow(NoteUnreadable);
  });

  it('holds a checkpoint with its cosignature, which says when', () => {
    const { origin, size, note } = parseCheckpoint(COSIGNED);
    expect([origin, size, note.signatures.map(({ keyId }) => keyId)]).toEqual([
      'example.com/behind-the-sofa',
      20852163,
      ['033de0ae', '8d66cf3f'],
    ]);
    expect(note.signatures[1]?.bytes.readBigUInt64BE()).toBe(1679315147n);
  });
});

describe('a signing key', () => {
  it('is made once, readable by its owner alone, and signs checkpoints plainly and with the time', async () => {
    const file = join(folder, 'ledger.key');
    const key = await SigningKey.open(file, undefined, 'mingce');
    const again = await SigningKey.open(file, undefined, 'mingce');
    expect([again.plain.vkey, (await stat(file)).mode & 0o077]).toEqual([key.plain.vkey, 0]);
    expect(key.name).toMatch(/^mingce\/[0-9a-f]{16}$/);

    const checkpoint = signCheckpoint(key, { size: 3, root: SHA_256.leaf('x') }, 1_700_000_000);
    expect(parseCheckpoint(checkpoint.text)).toEqual(checkpoint);
    const plain = parseVerifierKey(key.plain.vkey);
    const timed = parseVerifierKey(key.timed.vkey);
    expect([signatureOf(plain, checkpoint), signatureOf(timed, checkpoint)]).toEqual([
      { state: 'GOOD', time: 0 },
      { state: 'GOOD', time: 1_700_000_000 },
    ]);
    const other = await SigningKey.open(join(folder, 'other.key'), key.name, 'mingce');
    expect(signatureOf(other.plain, checkpoint).state).toBe('ABSENT');
    const forged = parseCheckpoint(checkpoint.text.replace('\n3\n', '\n4\n'));
    expect([signatureOf(plain, forged).state, signatureOf(timed, forged).state]).toEqual(['WRONG', 'WRONG']);
  });

  it('is no other kind of file', async () => {
    await writeFile(join(folder, 'ledger.key'), 'no key');
    await expect(SigningKey.open(join(folder, 'ledger.key'), undefined, 'mingce')).rejects.toThrow(/holds no Ed25519 key/);
    await expect(SigningKey.open(join(folder, 'new.key'), 'two words', 'mingce')).rejects.toThrow(/cannot name a key/);
  });
});
