import { v5 as uuidV5 } from 'uuid';
import { stableId, stableIdIn } from './canonical.js';

const NAMESPACE = '5a3f2d0e-6c1b-5b0a-9d4e-6d696e676365';

test('a stable id is the version 5 UUID of its parts, whatever they hold', () => {
  const names = Array.from({ length: 200 }, (_, index) => [`order ${index}`, '村', '\u{20bb7}'.repeat(index % 5), 'é']);
  expect(names.map((parts) => stableId(...parts))).toEqual(names.map((parts) => uuidV5(parts.join('\n'), NAMESPACE)));
});

test('parts are told apart', () => {
  expect(stableId('a', 'b')).not.toBe(stableId('ab'));
  expect(stableId()).toBe(uuidV5('', NAMESPACE));
});

test('another namespace gives other ids', () => {
  const other = 'f3b0c6f2-7d43-5b9a-8a53-6d696e676365';
  const namespace = Buffer.from(other.replaceAll('-', ''), 'hex');
  expect(stableIdIn(namespace, ['账户', 'key'])).toBe(uuidV5('账户\nkey', other));
});
