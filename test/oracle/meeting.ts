import { isMember, type MeetingNotes } from './case-notes.js';
import { hasQuorum, INQUORATE_ATTEMPTS, PROXY_BY_POLICY, REMOTE_BY_POLICY } from './law-of-domain.js';
import { type Predicate } from './situation.js';

/** R7: those present less those recused on this item; a household is recused with whoever speaks for it. */
export function votersOf({
  present,
  recused,
  presentPersons,
  otherwisePresent = [],
}: Pick<MeetingNotes, 'present' | 'recused' | 'presentPersons' | 'otherwisePresent'>): number {
  const votes = recused.map((person) => otherwisePresent.find((row) => row.person === person)?.speaksFor ?? person);
  return present - new Set(votes.filter((person) => presentPersons === undefined || presentPersons.includes(person))).size;
}

/** R7: from afar, in writing and by proxy only by policy, which nowhere says so; nobody stands in for a representative. */
export const thereAsTheLawAllows: Predicate = ({ type, data, notes, say }) => {
  if (type !== 'ReviewHeld' && type !== 'MeetingInquorate') return;
  const rows = data.otherwisePresent ?? [];
  const rolled = notes.rollOrdered.has(data.part ?? '');
  const distant = rows.filter(({ mode }) => !(mode === 'IN_PERSON' || (mode === 'WRITTEN' && rolled)));
  if (distant.length > 0 && !REMOTE_BY_POLICY) say('there-in-person', 'R7', distant.map(({ person }) => person).join(', '));
  const spoken = rows.filter(({ speaksFor }) => speaksFor !== undefined);
  if (spoken.length > 0 && data.body !== 'GROUP_MEETING') say('no-proxy', 'R7', `at the ${data.body ?? ''}`);
  const householdsOfOthers = spoken.filter(
    ({ person, capacity }) => capacity === 'PROXY' || (data.presentPersons ?? []).includes(person),
  );
  if (householdsOfOthers.length > 0 && !PROXY_BY_POLICY) {
    say('own-household-only', 'R7', householdsOfOthers.map(({ person }) => person).join(', '));
  }
};

/** §2.5, R7, R8: body, quorum, votes and what they decide, in whole numbers. */
export const meetingLawful: Predicate = ({ type, data, notes, row, expectNoted, say }) => {
  if (type !== 'ReviewHeld' && type !== 'MeetingInquorate') return;
  const { present = 0, rosterTotal = 0, recused = [], presentPersons, tally, part = '' } = data;
  if (row?.body !== undefined && data.body !== row.body) say('lawful-body', '§2.5', `${data.body ?? ''} for ${row.body}`);
  if (presentPersons !== undefined && new Set(presentPersons).size !== present)
    say('present-by-name', 'R7', `${present} of ${presentPersons.length} names`);
  // R7: an unrecused relative is a finding; the household itself is the nearest there is.
  const votes = (presentPersons ?? []).map((person) => [
    person,
    ...(data.otherwisePresent ?? []).filter(({ speaksFor }) => speaksFor === person).map((row) => row.person),
  ]);
  const own = votes.filter(
    (names) => names.some((person) => isMember(notes, person)) && !names.some((person) => recused.includes(person)),
  );
  if (type === 'ReviewHeld' && own.length > 0) expectNoted('RELATIVE_NOT_RECUSED', 'R7; §8');
  const quorate = hasQuorum(notes.bodyKind, present, rosterTotal);
  if (type === 'MeetingInquorate') {
    if (quorate) say('quorum', '§2.3; §2.5', `void with ${present} of ${rosterTotal}`);
    return;
  }
  if (!quorate) say('quorum', '§2.5; R8', `${present} of ${rosterTotal} of ${notes.bodyKind}`);
  if (present > rosterTotal) say('votes-add-up', 'R7', `${present} present of ${rosterTotal}`);
  const { otherwisePresent } = data;
  const voters = votersOf({
    present,
    recused,
    ...(presentPersons && { presentPersons }),
    ...(otherwisePresent && { otherwisePresent }),
  });
  const { votesFor = 0, against = 0, abstain = 0 } = tally ?? {};
  const counts = [votesFor, against, abstain];
  if (counts.some((count) => !Number.isInteger(count) || count < 0) || votesFor + against + abstain !== voters) {
    say('votes-add-up', '§2.5', `${counts.join(' + ')} votes of ${voters} voters`);
  }
  // R7, RANKED_LIST: who stands beyond the quota is not carried, whatever the vote.
  const within = data.ranking === undefined || data.ranking.rank <= data.ranking.quota;
  if ((within && votesFor * 2 > voters) !== (data.result === 'PASSED'))
    say('majority', '§2.5', `${votesFor} of ${voters} voters, ${data.result ?? ''}`);
  if (data.method === 'SIGNED_ROLL' && !notes.rollOrdered.has(part)) say('signed-roll-ordered', 'R7', 'no township ordered it');
  if (notes.procedure !== undefined && row?.level === 'VILLAGE' && data.comparisonReadOut !== true) {
    say('comparison-read-out', '§2.1 step 5', 'the result of the comparison was not read out');
  }
};

/** R7: the township, after two attempts without quorum, for a review that has no result. */
export const rollOrderedLawfully: Predicate = ({ type, data, notes, row, part, performedBy, officesOf, say }) => {
  if (type !== 'SignedRollOrdered') return;
  const attempts = notes.inquorate.get(data.part ?? '') ?? 0;
  if (attempts < INQUORATE_ATTEMPTS) say('signed-roll-due', 'R7', `${attempts} attempts`);
  if (row !== undefined && row.kind !== 'review') say('signed-roll-of-review', 'R7', `${row.id} is no review`);
  if (part?.status === 'DONE') say('signed-roll-of-review', 'R7', 'the review was held');
  const offices = officesOf(performedBy);
  if (offices !== undefined && !offices.some((office) => /^TOWNSHIP_|^STATION_|^VILLAGE_LIAISON/.test(office))) {
    say('signed-roll-by-township', 'R7', `ordered by ${performedBy}`);
  }
};
