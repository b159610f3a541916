import { civilDate, type EventMetadata, instant, type RecordedOf } from '#libs/kernel';
import { type PartId, type PartView } from '#libs/procedure';
import { type CaseEvent } from './events.js';
import { shippedLaw } from './samples/shipped-law.js';
import { type CaseFile, initial } from './state.js';
import { readySince } from './term-starts.js';
import { termsOfAppend } from './terms.js';

const law = shippedLaw('EXIT-GZ', 2017, ['CN', 'CN-GZ']);
const [NOTICE, SIGNING, CHECK] = ['VILLAGE.NOTICE', 'VILLAGE.SIGNING', 'TOWNSHIP.SPOT_CHECK'];

const view = (status: PartView['status'], doneOn?: string, recordedOn = doneOn): PartView => ({
  round: 1,
  status,
  persons: [],
  recordedBy: [],
  signedOn: [],
  ...(doneOn === undefined || recordedOn === undefined
    ? {}
    : { doneOn: civilDate(doneOn), doneRecordedOn: civilDate(recordedOn) }),
});
const file = (parts: Readonly<Record<PartId, PartView>>, admitted: readonly PartId[] = []): CaseFile => ({
  ...initial,
  phase: 'OPEN',
  parts,
  backfillAdmitted: admitted,
});

describe('a part that waits for two that run side by side', () => {
  test.each<[string, CaseFile, object]>([
    [
      'is ready since the later of them, though it was entered first',
      file({ [NOTICE]: view('DONE', '2017-05-10'), [SIGNING]: view('DONE', '2017-05-08', '2017-05-11') }),
      { from: '2017-05-10' },
    ],
    [
      'is ready since the later of them, where it was entered last',
      file({ [NOTICE]: view('DONE', '2017-05-10'), [SIGNING]: view('DONE', '2017-05-12') }),
      { from: '2017-05-12' },
    ],
    [
      'counts an old paper date of one no further back than R2 lets it',
      file({ [NOTICE]: view('DONE', '2017-05-10'), [SIGNING]: view('DONE', '2017-05-08', '2017-05-20') }),
      { from: '2017-05-17', startedOn: '2017-05-08', counts: 'RECORDING' },
    ],
    [
      'counts one that was admitted as it is, and then the other is the later',
      file({ [NOTICE]: view('DONE', '2017-05-10'), [SIGNING]: view('DONE', '2017-05-08', '2017-05-20') }, [SIGNING]),
      { from: '2017-05-10' },
    ],
  ])('%s', (_, standing, since) => {
    expect(readySince(CHECK, standing, law)).toEqual(since);
  });

  it('has its term from then', () => {
    const actor = { id: 'p', role: 'STATION_CLERK', area: 'v' };
    const standing = { ...file({ [NOTICE]: view('DONE', '2017-05-10'), [SIGNING]: view('NOT_STARTED') }), facts: [] };
    const metadata = { occurredOn: civilDate('2017-05-09'), recordedAt: instant('2017-05-11T10:00:00+08:00'), performedBy: 'p' };
    const papers = { evidence: [], signatures: [], seals: [] };
    const signed = {
      id: '1',
      stream: 'case-1',
      revision: 1n,
      type: 'case.VillageVerificationPassed.v1',
      data: { part: SIGNING, round: 1, passed: true, papers },
      metadata: { ...metadata, orderId: '1', actorId: actor.id, actorRole: actor.role, actorArea: actor.area } as EventMetadata,
    } satisfies RecordedOf<CaseEvent>;
    const [changes] = termsOfAppend(standing, [signed], law);
    expect(changes?.started).toMatchObject([{ timer: 'T09', part: CHECK, from: '2017-05-10', dueOn: '2017-05-24' }]);
  });
});
