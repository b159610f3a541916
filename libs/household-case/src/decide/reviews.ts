import { isRefusal, refuse, unmet } from '#libs/kernel';
import { isQuorate, isMajority, quorumOn, restsOnRelatives, type ReviewHeld, unrecusedOf } from '#libs/procedure';
import { failure, about, optional, partOf } from './part.js';
import { type Given, type OrderOf, type Proposals } from './handler.js';

/** An act names all who sat there; those count who are of the body. The case keeps only who is its own (R7). */
function unrecusedByAct(data: OrderOf<'RecordReview'>['data'], { state, context }: Given): readonly string[] | undefined {
  const { presentPersons = [], otherwisePresent, recused } = data;
  const body = context.roster === undefined ? undefined : new Set(context.roster.persons);
  const counted = presentPersons.filter((person) => body?.has(person) ?? true);
  const own = unrecusedOf({ recused, presentPersons: counted, ...optional('otherwisePresent', otherwisePresent) }, state);
  return own.length === 0 ? undefined : own;
}

/**
 * A review meeting on this household (domain.md §2.5, R7). Below the quorum it is no review: the attempt is counted.
 * A review that passes only with votes of the household itself waits for a ruling of the township, which returns it to be
 * held again (R7). A review on which the vote fails, or where the household stands beyond the quota, fails its part.
 */
export const reviewProposals: Proposals<'RecordReview'> = {
  RecordReview: (data, given) => {
    const { law, state, context } = given;
    const part = partOf(law, data.part, 'review');
    if (isRefusal(part)) return part;
    const {
      attempt,
      body,
      heldOn,
      method,
      recused,
      tally,
      comparisonReadOut,
      ranking,
      papers,
      presentPersons,
      otherwisePresent,
    } = data;
    const rosterTotal = data.act === undefined ? context.roster?.persons.length : data.rosterTotal;
    const present = data.act === undefined ? presentPersons?.length : data.present;
    if (present === undefined) {
      const required = data.act === undefined ? 'the persons present, by name' : 'the count of those present';
      return refuse(unmet('ATTENDANCE_MISSING', 'INPUT', 'R7', required, null));
    }
    const quorum = quorumOn(part, state.bodyKind, heldOn);
    if (rosterTotal === undefined || quorum === undefined) {
      const required = { body: part.body, bodyKind: state.bodyKind, on: heldOn };
      return refuse(unmet(quorum === undefined ? 'QUORUM_UNKNOWN' : 'ROSTER_UNKNOWN', 'LAW', 'R7', required, null));
    }
    const meeting = {
      ...about(data),
      attempt,
      body,
      heldOn,
      rosterTotal,
      present,
      recused,
      ...optional('presentPersons', data.act === undefined ? presentPersons : undefined),
      ...optional('otherwisePresent', otherwisePresent),
    };
    if (!isQuorate(quorum, present, rosterTotal)) return [{ type: 'case.MeetingInquorate.v1', data: meeting }];

    const held: ReviewHeld = {
      ...meeting,
      method,
      tally,
      comparisonReadOut,
      ...optional('ranking', ranking),
      ...optional('unrecused', data.act === undefined ? undefined : unrecusedByAct(data, given)),
      papers,
    };
    const overQuota = part.form === 'RANKED_LIST' && ranking !== undefined && ranking.rank > ranking.quota;
    const passed = !overQuota && isMajority(part, held);
    if (passed) {
      const awaited = restsOnRelatives(part, held, state) ? (true as const) : undefined;
      return [{ type: 'case.ReviewHeld.v1', data: { ...held, ...optional('awaitsRuling', awaited), result: 'PASSED' } }];
    }
    return [
      { type: 'case.ReviewHeld.v1', data: { ...held, result: 'FAILED' } },
      ...failure({ part: data.part, reason: overQuota ? 'OVER_QUOTA' : 'VOTED_DOWN' }, given),
    ];
  },
};
