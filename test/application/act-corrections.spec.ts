import { type StoredEvent } from '#libs/event-store';
import { holderOf } from '#libs/simulation';
import { official, type SmallCounty, smallCounty } from './small-county.js';

const ofType = (events: readonly StoredEvent[], type: string): readonly StoredEvent[] =>
  events.filter((event) => event.type === type);

/** R3: a correction of an act fans out to the cases on its list. */
describe('a slip on the minutes of a meeting', () => {
  let county: SmallCounty;
  beforeAll(async () => {
    county = await smallCounty(2);
    await county.through('REVIEW_GROUP.REVIEW');
  });
  afterAll(() => county.embedded.close());

  it('is corrected in every case of its list, both values visible, and the law is held against the right one', async () => {
    const { store, engine } = county.embedded;
    const streams = await store.streamsOf('act');
    const meetings: { readonly stream: string; readonly held: StoredEvent }[] = [];
    for (const stream of streams) {
      const [held] = ofType(await store.readStream(stream), 'act.MeetingHeld.v1');
      if (held !== undefined) meetings.push({ stream, held });
    }
    const [meeting] = meetings;
    if (meeting === undefined) throw new Error('no meeting was held');
    const { heldOn, items } = meeting.held.data as { heldOn: string; items: readonly { caseId: string }[] };
    const answer = await county.give(
      meeting.stream,
      {
        type: 'CorrectAct',
        data: {
          no: 1,
          field: 'heldOn',
          old: heldOn,
          new: '2016-03-03',
          scanDigest: 'c'.repeat(64),
          confirmedBy: holderOf('STATION_HEAD', 'township'),
          reason: { under: 'household-x', value: 'the minutes bear the day before' },
        },
      },
      { actor: official('DATA_CLERK', 'village') },
    );
    expect(answer.accepted ? [] : answer.findings).toEqual([]);
    await engine.settled();
    for (const { caseId } of items) {
      const events = await store.readStream(`case-${caseId}`);
      const [review] = ofType(events, 'case.ReviewHeld.v1');
      const corrections = ofType(events, 'case.RecordCorrected.v1').map(({ data }) => {
        const { event, field, old, new: right, unlawful } = data as Readonly<Record<string, unknown>>;
        return { event, field, old, right, unlawful };
      });
      expect(corrections).toEqual([{ event: review?.id, field: 'heldOn', old: heldOn, right: '2016-03-03', unlawful: [] }]);
    }
    expect(engine.runner.holds()).toEqual([]);
  });
});
