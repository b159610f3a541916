import { isRefusal, laterOf, refuse, type Refusal, unmet } from '#libs/kernel';
import {
  calendarMissing,
  completedOn,
  countingOf,
  interrupted,
  isApproved,
  isYearMissing,
  makesPeriod,
  noticePeriod,
  periodOf,
  type PublicPart,
  type Resumed,
  type YearMissing,
} from '#libs/procedure';
import { type CaseEvent } from '../events.js';
import { movesPeriod } from '../evolve/notices.js';
import { partView } from '../evolve/part-progress.js';
import { type Given, type OrderOf, type Proposals } from './handler.js';
import { countedFrom, notHanging } from './notices.js';
import { optional, partOf } from './part.js';

type Interrupt = OrderOf<'InterruptNotice'>['data'];

const EFFECTS: readonly string[] = ['REGISTERED', 'EXITED', 'MONITORED'];
const POSTINGS: readonly string[] = ['case.NoticePosted.v1', 'case.AnnouncementPosted.v1'];

/** What is told of a sheet is told of its own notices: the round that is named, and posted by the act that is named. */
function ofAnotherPosting({ part, round, act }: Interrupt, { state }: Given): Refusal | undefined {
  const current = partView(state, part).round;
  if (round !== undefined && round !== current) {
    return refuse(unmet('ROUND_NOT_CURRENT', 'ORDER', '§2.3', current, round));
  }
  if (act === undefined) return undefined;
  const posted = state.facts?.findLast(
    ({ type, data }) => POSTINGS.includes(type) && (data as { readonly part?: string }).part === part,
  );
  const by = (posted?.data as { readonly act?: string } | undefined)?.act ?? null;
  return by === act ? undefined : refuse(unmet('CASE_ON_OTHER_ACT', 'ORDER', 'architecture §2', { act: by, part }, act));
}

/**
 * Found after the completion, when the sheet has come down: what is missing is made up from the day of the entry on, or from
 * that on which it was hung again since, as far back as R2 lets it count. Where it hung its full time all the same, nothing
 * is.
 */
function madeUp(resumed: Resumed, data: Interrupt, part: PublicPart, given: Given): Resumed | YearMissing {
  const endedOn = completedOn(given.state, data.part);
  if (endedOn === undefined || resumed.earliestClose <= endedOn || !movesPeriod(resumed)) return resumed;
  const again = data.restoredOn > endedOn ? countedFrom(data.part, data.restoredOn, given) : given.context.today;
  const whole = periodOf(part);
  const term = resumed.mode === 'RESTART' ? whole : { ...whole, length: resumed.missingDays, unit: 'cd' as const };
  const period = noticePeriod(again, term, countingOf(given.law));
  if (isYearMissing(period)) return period;
  const earliestClose = laterOf(resumed.earliestClose, period.earliestClose);
  if (resumed.mode === 'EXTEND') return { ...resumed, earliestClose };
  const derivation = whole.unit === 'wd' ? optional('derivation', period.derivation) : {};
  return { ...resumed, runsFrom: period.runsFrom, earliestClose, ...derivation };
}

/** What an interruption does to a notice that was thought complete, by how far the case has gone (R1, R10). */
function foundLate(fact: Extract<CaseEvent, { type: 'case.NoticeInterrupted.v1' }>['data'], given: Given): readonly CaseEvent[] {
  const { law, state } = given;
  const { part, no, earliestClose } = fact;
  const endedOn = completedOn(state, part);
  if (endedOn === undefined || earliestClose <= endedOn) return [{ type: 'case.NoticeInterrupted.v1', data: fact }];
  if (state.phase === 'CLOSED') {
    return [
      { type: 'case.NoticeInterrupted.v1', data: fact },
      { type: 'case.CorrectionLeadOpened.v1', data: { interruption: no } },
    ];
  }
  if (isApproved(law, state)) return [{ type: 'case.NoticeInterrupted.v1', data: { ...fact, awaitsRuling: true } }];
  return [
    { type: 'case.NoticeInterrupted.v1', data: fact },
    { type: 'case.CompletionSuperseded.v1', data: { parts: [part], interruption: no } },
  ];
}

/** Interruptions of notices and announcements (R10), told while they hang or found when they were thought complete (R1). */
export const interruptionProposals: Proposals<'InterruptNotice'> = {
  InterruptNotice: (data, given) => {
    const { law, state } = given;
    const part = partOf(law, data.part, 'notice', 'announcement');
    if (isRefusal(part)) return part;
    if (state.phase === 'CLOSED' && !EFFECTS.includes(state.outcome ?? '')) {
      const required = 'a case that goes on, or whose result has taken effect';
      return refuse(unmet('CASE_CLOSED', 'ORDER', '§2.2', required, state.outcome ?? state.phase));
    }
    const notice = state.notices[data.part];
    const { status } = partView(state, data.part);
    if (notice === undefined || (status !== 'RUNNING' && status !== 'DONE')) return notHanging(data.part, status);
    const another = ofAnotherPosting(data, given);
    if (another !== undefined) return another;
    const { act, no, place, missingFrom, restoredOn, withdrawnByIssuer, evidence } = data;
    const told = makesPeriod(part, place)
      ? interrupted(
          notice,
          { missingFrom, restoredOn, withdrawnByIssuer, ...optional('missingBefore', notice.missing) },
          periodOf(part),
          countingOf(law),
          law.policy.parameters.interruptionMaxMissingDays.value,
        )
      : ({ mode: 'EXTEND', missingDays: 0, runsFrom: notice.runsFrom, earliestClose: notice.earliestClose } as const);
    const resumed = isYearMissing(told) ? told : madeUp(told, data, part, given);
    if (isYearMissing(resumed)) return refuse(calendarMissing(resumed, data.part));
    return foundLate(
      { part: data.part, ...optional('act', act), no, place, missingFrom, restoredOn, ...resumed, evidence },
      given,
    );
  },
};
