import { addDays, type Order } from '#libs/kernel';
import { lastDayOf, type Papers, type Part, type PartId, periodOf, shippedCalendar } from '#libs/procedure';
import { papersOf, performerOf, recorderOf } from './lawful.js';
import { AREA, clerk, holder, rosterOf, sealed } from './people.js';
import { type Tape } from './tape.js';
import { type Answer, type Village, type Wish } from './village.js';

interface Collective {
  readonly village: Village;
  readonly tape: Tape;
  readonly id: PartId;
  readonly part: Part;
  readonly cases: readonly string[];
  readonly lead: string;
}

type Tried = { readonly name: string; readonly answer: Answer };

const KIND: Readonly<Partial<Record<Part['kind'], string>>> = {
  review: 'MEETING',
  comparison: 'COMPARISON_BATCH',
  verification: 'RULING',
  audit: 'RULING',
  approval: 'RULING',
  notice: 'NOTICE',
  announcement: 'NOTICE',
};

/** The next step of a case, taken by an act on a closed list; a case that is not ready may be listed with it. */
export function byAct(collective: Collective): readonly Tried[] {
  const { village, tape, id, part, cases, lead } = collective;
  const kind = KIND[part.kind];
  if (kind === undefined) return [];
  const actId = `${part.kind}.${village.log.length}`;
  const target = `act-${actId}`;
  const tried: Tried[] = [];
  const by = recorderOf(part);
  const state = village.caseFile(lead);
  const performedBy = tape.chance(60) ? by.id : performerOf(part, state);
  const give = (name: string, order: Order, more: Partial<Wish> = {}): Answer => {
    const answer = village.give({ target, order, by, performedBy, ...more });
    tried.push({ name, answer });
    return answer;
  };
  const listed = tape.chance(700) ? cases : [lead];
  const items = listed.map((caseId) => ({ caseId, part: id, round: village.caseFile(caseId).parts[id]?.round ?? 1 }));
  const opened = give('an act', {
    type: 'OpenAct',
    data: {
      actId,
      kind: tape.chance(20) ? 'NOTICE' : kind,
      level: part.level,
      area: part.level === 'COUNTY' ? AREA.county : AREA.village,
      bodyKind: state.bodyKind,
      sheet: { no: 1, of: tape.chance(20) ? 0 : 1 },
    },
  });
  if (opened.refused.length > 0 && !tape.chance(200)) return tried;
  give('its list', { type: 'ListCases', data: { no: 1, items: tape.chance(60) ? [...items, ...items] : items } });
  if (tape.chance(50)) give('one taken off', { type: 'UnlistCase', data: { caseId: tape.one([...cases, 'no case']) } });
  if (!tape.chance(30)) give('the list closed', { type: 'CloseList', data: { no: 1 } });
  const on = village.act(actId).onAct;
  const papers = papersOf(part, village.today, state.household.head);
  for (const [index, order] of stepsOf(collective, on, papers).entries()) {
    if (index > 0 && kind === 'NOTICE') village.today = addDays(village.today, tape.chance(250) ? 7 : 8);
    const signed =
      index > 0 && kind === 'NOTICE' ? redated(order, papersOf(part, village.today, state.household.head), village.today) : order;
    give(`${kind} by act`, signed);
  }
  if (tape.chance(150)) {
    const confirmedBy = tape.pick([holder('COUNTY_POVERTY_OFFICE_HEAD', 4), by.id]);
    give('an act corrected', {
      type: 'CorrectAct',
      data: {
        no: 1,
        field: 'documentNo',
        old: `document ${actId}`,
        new: `document ${actId} bis`,
        scanDigest: 'scan',
        confirmedBy,
        reason: sealed('slip'),
      },
    });
  }
  if (tape.chance(150))
    give(
      'an act voided',
      { type: 'VoidAct', data: { reason: sealed('over'), confirmedBy: holder('COUNTY_POVERTY_OFFICE_HEAD', 4) } },
      { by: clerk('STATION_CLERK') },
    );
  return tried;
}

const redated = (order: Order, papers: Papers, endedOn: string): Order => ({
  type: order.type,
  data: { ...order.data, papers, endedOn },
});

function stepsOf({ village, tape, part }: Collective, on: readonly string[], papers: Papers): readonly Order[] {
  const { today } = village;
  const persons = (caseId: string): readonly string[] => village.caseFile(caseId).household.members.map(({ person }) => person);
  const actId = village.streamsOf('act').at(-1)?.slice('act-'.length) ?? '';
  switch (part.kind) {
    case 'review': {
      const roster = rosterOf(part.body);
      const least = Math.ceil((roster.length * 2) / 3);
      const present = roster.slice(0, least + (tape.chance(150) ? -1 : 2));
      const attendance = present.map((person) => ({ person, capacity: 'MEMBER', mode: 'IN_PERSON' }));
      const strange = tape.pick([
        [],
        [],
        [],
        [{ person: 'guest', capacity: 'OBSERVER', mode: 'IN_PERSON' }],
        [{ person: 'nobody', capacity: 'MEMBER', mode: 'IN_PERSON' }],
        attendance.slice(0, 1),
        [{ person: 'son', capacity: 'MEMBER', mode: 'IN_PERSON', speaksFor: roster.at(-1) }],
      ]);
      const items = on.map((caseId) => ({
        caseId,
        recused: tape.chance(100) ? present.slice(0, 1) : [],
        tally: tallyOf(tape, present.length),
      }));
      const data = {
        attempt: 1,
        body: part.body,
        heldOn: today,
        place: 'hall',
        method: 'SHOW_OF_HANDS',
        attendance: [...attendance, ...strange],
        comparisonReadOut: true,
        items,
        papers,
      };
      return [{ type: 'RecordMeeting', data }];
    }
    case 'comparison': {
      const sources = part.sources.map(({ source }) => source);
      const asked = on.map((caseId) => ({ caseId, persons: persons(caseId) }));
      const receipts = sources.map((source): Order => {
        const answers = on.map((caseId) => ({
          caseId,
          answers: persons(caseId).map((person) => ({ person, result: tape.chance(10) ? 'NOT_ANSWERED' : 'CLEAR' })),
        }));
        return { type: 'RecordBatchResult', data: { source, asOf: today, receiptDigest: `${source} ${actId}`, answers } };
      });
      const lists = sources.map((source, index): Order => {
        // The third by nobody else than who records: refused, and the fourth bears its number.
        const confirmedBy = index % 3 === 2 ? recorderOf(part).id : holder('COUNTY_POVERTY_OFFICE_HEAD', 4);
        return { type: 'ExportComparisonList', data: { no: Math.min(index, 2) + 1, source, confirmedBy } };
      });
      return [{ type: 'RequestComparisonBatch', data: { sources, persons: asked, papers } }, ...lists, ...receipts];
    }
    case 'verification':
    case 'audit':
    case 'approval': {
      const decision = part.kind === 'verification' ? 'VERIFIED' : part.kind === 'audit' ? 'PASS' : 'APPROVE';
      const except = tape.chance(150)
        ? on.slice(0, 1).map((caseId) => ({ caseId, decision: tape.pick(['LEFT_OUT', 'REJECT']), reason: sealed('except') }))
        : [];
      return [{ type: 'RecordRuling', data: { decision, documentNo: `document ${actId}`, onSiteCheck: true, except, papers } }];
    }
    case 'notice':
    case 'announcement': {
      const printedEnd = lastDayOf(today, periodOf(part), { dayCount: 'EXCLUDE_START', calendar: shippedCalendar });
      const places = part.places.map((place) => ({ place, postedOn: today, photo: `photo of ${place}` }));
      const rows = on.map((caseId) => ({ caseId, householdSize: persons(caseId).length }));
      const post = { places, printedEnd, contentDigest: 'sheet', rows, papers };
      return [
        { type: 'PostNoticeSheet', data: post },
        { type: 'ConfirmSheetResult', data: { no: 1, endedOn: today, objections: [], except: [], papers } },
      ];
    }
    default:
      return [];
  }
}

function tallyOf(tape: Tape, present: number): object {
  if (tape.chance(60)) return { votesFor: Math.floor(present / 2), against: present - Math.floor(present / 2), abstain: 0 };
  return { votesFor: present - 3, against: 2, abstain: 1 };
}
