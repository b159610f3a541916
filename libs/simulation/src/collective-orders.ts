import { digestOf } from '#libs/application';
import { type CivilDate, type Order } from '#libs/kernel';
import { type Part, type PartOf, type Period } from '#libs/procedure';
import { GROUP_ROSTER, VILLAGE_ROSTER } from './county.js';
import { LIST_LIMIT, type Sheet } from './season-case.js';
import { papersOf } from './who-acts.js';
import { rosterOf } from './world.js';

/** Four in five are present and all but two vote for; where the form is a ranked list, everybody is within its quota. */
export function meetingOrder(part: PartOf<'review'>, sheet: Sheet, day: CivilDate): Order {
  const roster = rosterOf(sheet.area, part.body === 'GROUP_MEETING' ? GROUP_ROSTER : VILLAGE_ROSTER);
  const present = roster.slice(0, Math.ceil(roster.length * 0.8));
  return {
    type: 'RecordMeeting',
    data: {
      attempt: 1,
      body: part.body,
      heldOn: day,
      place: sheet.area,
      method: part.methods[0],
      attendance: present.map((person) => ({ person, capacity: 'MEMBER', mode: 'IN_PERSON' })),
      comparisonReadOut: part.readOutComparison,
      items: sheet.cases.map((item, index) => ({
        caseId: item.caseId,
        recused: [],
        tally: { votesFor: present.length - 2, against: 1, abstain: 1 },
        ...(part.form === 'RANKED_LIST'
          ? { ranking: { rank: index + 1, quota: LIST_LIMIT, instrument: 'county quota of the run' } }
          : {}),
      })),
      papers: papersOf(part, sheet.cases[0], day),
    },
  };
}

export function comparisonRequestOrder(part: PartOf<'comparison'>, sheet: Sheet, day: CivilDate): Order {
  return {
    type: 'RequestComparisonBatch',
    data: {
      sources: part.sources.map(({ source }) => source),
      persons: sheet.cases.map((item) => ({ caseId: item.caseId, persons: item.persons })),
      papers: papersOf(part, sheet.cases[0], day),
    },
  };
}

/** A department that finds nobody. */
export function receiptOrder(source: string, sheet: Sheet, asOf: CivilDate): Order {
  return {
    type: 'RecordBatchResult',
    data: {
      source,
      asOf,
      receiptDigest: digestOf({ source, act: sheet.actId }),
      answers: sheet.cases.map((item) => ({
        caseId: item.caseId,
        answers: item.persons.map((person) => ({ person, result: 'CLEAR' })),
      })),
    },
  };
}

export type RulingDecision = 'PASS' | 'APPROVE' | 'VERIFIED';

/** The whole list as attached, except nobody. */
export function rulingOrder(part: Part, sheet: Sheet, day: CivilDate, decision: RulingDecision): Order {
  return {
    type: 'RecordRuling',
    data: {
      decision,
      documentNo: `${part.level} ${day} ${sheet.area} ${sheet.no}/${sheet.of}`,
      onSiteCheck: true,
      except: [],
      papers: papersOf(part, sheet.cases[0], day),
    },
  };
}

export type Notice = PartOf<'notice'> | PartOf<'announcement'>;

export function postingOrder(part: Notice, sheet: Sheet, day: CivilDate, period: Period | undefined): Order {
  return {
    type: 'PostNoticeSheet',
    data: {
      places: part.places.map((place) => ({ place, postedOn: day, photo: digestOf({ place, act: sheet.actId }) })),
      printedEnd: period?.lastDay ?? day,
      contentDigest: digestOf({ act: sheet.actId }),
      rows: sheet.cases.map((item) => ({ caseId: item.caseId, householdSize: item.persons.length })),
      papers: papersOf(part, sheet.cases[0], day, ['END_PHOTO', 'RESULT_REPORT']),
    },
  };
}

/** The result report: no objection to anybody. */
export function confirmationOrder(part: Notice, sheet: Sheet, day: CivilDate): Order {
  return {
    type: 'ConfirmSheetResult',
    data: { no: 1, endedOn: day, objections: [], except: [], papers: papersOf(part, sheet.cases[0], day) },
  };
}
