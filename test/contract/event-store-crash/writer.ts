// Appends until it is killed, and says of each append that was acknowledged: stream, revision, position, ids.
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { type Expected, SqliteEventStore } from '#libs/event-store';
import { civilDate, instant } from '#libs/kernel';

const [file = '', round = ''] = process.argv.slice(2);
const WRITERS = 16;

const store = await SqliteEventStore.open(file);
await Promise.all(
  Array.from({ length: WRITERS }, async (_, writer) => {
    const stream = `case-${round}-${writer}`;
    let expected: Expected = 'absent';
    for (;;) {
      const events = Array.from({ length: 3 }, (__, index) => ({
        id: randomUUID(),
        type: 'case.NoticePosted.v1',
        data: { index, 公示: '石桥村'.repeat(20) },
        metadata: {
          orderId: randomUUID(),
          orderType: 'PostNotice',
          orderKey: 'NOTICE_1/1',
          orderDigest: 'd',
          correlationId: 'c',
          causationId: 'c',
          actorId: 'p',
          actorRole: 'VILLAGE_CLERK',
          actorArea: '522702101',
          performedBy: 'p',
          occurredOn: civilDate('2024-03-01'),
          recordedAt: instant('2024-03-01T01:00:00Z'),
          build: '0.1.0',
        },
      }));
      const { revision, position } = await store.append(stream, events, expected);
      expected = revision;
      const ids = events.map(({ id }) => id);
      // Straight to the pipe: what was said before the kill is then read after it.
      writeSync(1, `${JSON.stringify({ stream, revision: String(revision), position: String(position), ids })}\n`);
    }
  }),
);
