import { type TermCategory, termOf } from './dictionary.js';
import { type FindingWords, refusalText } from './refusal-text.js';
import { correctionText } from './time-machine.js';
import { type Language, type Vocabulary } from './words.js';

/** Headings of a history as a table, in the order of its columns. */
export const historyColumns = {
  no: { zh: '序号', en: 'No.' },
  occurredOn: { zh: '纸面日期', en: 'On paper' },
  recordedAt: { zh: '录入时间', en: 'Recorded' },
  kind: { zh: '类别', en: 'Kind' },
  event: { zh: '事项', en: 'Event' },
  step: { zh: '环节', en: 'Step' },
  detail: { zh: '内容', en: 'Detail' },
  clause: { zh: '依据', en: 'Clause' },
  recordedBy: { zh: '录入人', en: 'Recorded by' },
  office: { zh: '录入人职务', en: 'In the office of' },
  performedBy: { zh: '办理人', en: 'Performed by' },
  household: { zh: '农户', en: 'Household' },
  lineage: { zh: '与本户关系', en: 'What it is to the household' },
  case: { zh: '案件', en: 'Case' },
  act: { zh: '集体事项', en: 'Act' },
} as const satisfies Vocabulary;
export type HistoryColumn = keyof typeof historyColumns;

export const historyPage = { title: { zh: '农户全部经过', en: 'Whole history of household' } } as const satisfies Vocabulary;

export const historyKinds = {
  REGISTER: { zh: '登记', en: 'Register' },
  CASE: { zh: '案件', en: 'Case' },
  ACT: { zh: '集体事项', en: 'Act' },
  REFUSAL: { zh: '不予受理', en: 'Refusal' },
  INCIDENT: { zh: '停滞', en: 'Incident' },
  ACCESS: { zh: '查阅或导出', en: 'Read or exported' },
  INSPECTION: { zh: '检查', en: 'Inspection' },
} as const satisfies Vocabulary;

export const lineageRelations = {
  PARENT: { zh: '分户前的原户', en: 'split from it' },
  CHILD: { zh: '分出的户', en: 'split off from the household' },
  MERGED_FROM: { zh: '并入本户', en: 'merged into the household' },
  MERGED_INTO: { zh: '本户并入', en: 'the household merged into it' },
} as const satisfies Vocabulary;

type Data = Readonly<Record<string, unknown>>;
type Detail = (data: Data, say: Say) => string;

/** What a detail is put together with: words of a code, both languages of a phrase, joined with the commas of the language. */
interface Say {
  readonly language: Language;
  readonly of: (category: TermCategory, code: unknown) => string;
  /** An area as its keeper calls it. */
  readonly area: (id: unknown) => string;
  readonly both: (zh: string, en: string) => string;
  readonly list: (...parts: readonly (string | undefined)[]) => string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
const items = (value: unknown): readonly Data[] => (Array.isArray(value) ? (value as readonly Data[]) : []);
const record = (value: unknown): Data => (typeof value === 'object' && value !== null ? (value as Data) : {});

const votes: Detail = ({ rosterTotal, present, tally, result, recused }, { both, list }) => {
  const { votesFor, against, abstain } = record(tally);
  const away =
    Array.isArray(recused) && recused.length > 0 ? both(`回避${recused.length}人`, `${recused.length} recused`) : undefined;
  const cast =
    tally === undefined
      ? undefined
      : both(
          `赞成${text(votesFor)}、反对${text(against)}、弃权${text(abstain)}`,
          `${text(votesFor)} for, ${text(against)} against, ${text(abstain)} abstaining`,
        );
  const ended = result === undefined ? undefined : result === 'PASSED' ? both('通过', 'passed') : both('未通过', 'not passed');
  return list(
    both(`应到${text(rosterTotal)}人、到会${text(present)}人`, `${text(present)} of ${text(rosterTotal)} present`),
    away,
    cast,
    ended,
  );
};

const posted: Detail = ({ places, householdSize, printedEnd, contentDigest }, { of, both, list }) =>
  list(
    ...items(places).map(({ place, postedOn }) => `${of('place', place)} ${text(postedOn)}`),
    both(`公示家庭人口${text(householdSize)}人`, `head count shown ${text(householdSize)}`),
    printedEnd === undefined ? undefined : both(`榜上写明至${text(printedEnd)}`, `printed to ${text(printedEnd)}`),
    both(`内容摘要${text(contentDigest).slice(0, 12)}`, `digest ${text(contentDigest).slice(0, 12)}`),
  );

/** With the places and what was shown, where the posting is told in one with its end. */
const completed: Detail = (data, say) => {
  const { objections, endedOn, places } = data;
  const { both, list } = say;
  return list(
    places === undefined ? undefined : posted(data, say),
    objections === 'NONE'
      ? both('无异议', 'no objection')
      : both(`异议${items(objections).length}件`, `objections: ${items(objections).length}`),
    both(`${text(endedOn)}结束`, `ended ${text(endedOn)}`),
  );
};

const taken: Detail = ({ opened, consent, mandate, source, confirmedBy }, { both, of, list }) =>
  list(
    opened === true ? both('已开封个人信息', 'personal data opened') : opened === false ? both('未开封', 'sealed') : undefined,
    consent === undefined ? undefined : both(`农户同意：${text(consent)}`, `consent: ${text(consent)}`),
    mandate === undefined ? undefined : both(`检查委托：${text(mandate)}`, `mandate: ${text(mandate)}`),
    source === undefined
      ? undefined
      : both(`提供给${of('source', source)}，供信息比对`, `to ${of('source', source)}, for the comparison`),
    confirmedBy === undefined ? undefined : both(`复核：${text(confirmedBy)}`, `with ${text(confirmedBy)}`),
  );

const term: Detail = ({ timer, dueOn }, { of, both }) =>
  both(`${of('timer', timer)}，期限${text(dueOn)}`, `${of('timer', timer)}, last day ${text(dueOn)}`);

const DETAILS: Readonly<Record<string, Detail>> = {
  'case.ReviewHeld.v1': votes,
  'case.MeetingInquorate.v1': votes,
  'case.IncomeAccountRecorded.v1': ({ against }, { both }) =>
    against === 'BELOW' ? both('人均低于标准', 'below the line per head') : both('人均不低于标准', 'not below the line per head'),
  'case.ComparisonResultReceived.v1': ({ source, asOf, answers }, { of, both, list }) => {
    const counts = Map.groupBy(items(answers), ({ result }) => text(result));
    const told = [...counts].map(([result, all]) => `${of('comparison', result)} ${all.length}`);
    return list(of('source', source), both(`截至${text(asOf)}`, `as of ${text(asOf)}`), ...told);
  },
  'case.NoticePosted.v1': posted,
  'case.AnnouncementPosted.v1': posted,
  'case.NoticePeriodCompleted.v1': completed,
  'case.AnnouncementCompleted.v1': completed,
  'case.NoticeInterrupted.v1': ({ place, missingFrom, restoredOn, missingDays }, { of, both }) =>
    both(
      `${of('place', place)}${text(missingFrom)}起缺失${text(missingDays)}日，${text(restoredOn)}恢复`,
      `${of('place', place)}: missing ${text(missingDays)} days from ${text(missingFrom)}, hung again ${text(restoredOn)}`,
    ),
  'case.CountyApproved.v1': ({ documentNo }, { both }) => both(`文号${text(documentNo)}`, `document ${text(documentNo)}`),
  'case.ObjectionRaised.v1': ({ no, receivedOn }, { both }) =>
    both(`第${text(no)}号，${text(receivedOn)}收到`, `No. ${text(no)}, received ${text(receivedOn)}`),
  'case.ObjectionDecided.v1': ({ no, outcome }, { of, both }) =>
    both(`第${text(no)}号：${of('objection', outcome)}`, `No. ${text(no)}: ${of('objection', outcome)}`),
  'case.CaseRejected.v1': ({ level, reason }, { of, list }) => list(of('level', level), of('rejection', reason)),
  'case.CaseReturned.v1': ({ to, because }, { both }) =>
    because === 'NEW_LAW'
      ? both(`按新办法退回至${text(to)}`, `back to ${text(to)}, as the new law asks`)
      : both(`退回至${text(to)}`, `back to ${text(to)}`),
  'case.CaseMigrated.v1': ({ instrument, to }, { both }) => {
    const { documentNo, clause } = record(instrument);
    const [definition = ''] = text(record(to)['definition']).split('#');
    return both(
      `依据${text(documentNo)} ${text(clause)}，转用${definition}`,
      `by ${text(documentNo)}, ${text(clause)}: goes over to ${definition}`,
    );
  },
  'case.RecordCorrected.v1': ({ field, old, new: next }, { language }) =>
    correctionText({ field: text(field), old: text(old), new: text(next) }, language),
  'case.HouseholdRegistered.v1': ({ on }) => text(on),
  'case.HouseholdExited.v1': ({ on }) => text(on),
  'case.HouseholdMonitored.v1': ({ on }) => text(on),
  'case.RejectionNotified.v1': ({ deliveredOn }) => text(deliveredOn),
  'case.ReminderDue.v1': term,
  'case.DeadlineMissed.v1': term,
  'case.MetOnPaper.v1': term,
  'case.Escalated.v1': term,
  'household.MemberAdded.v1': ({ member, on }, { list }) => list(text(record(member)['person']), text(on)),
  'household.MemberRemoved.v1': ({ person, on }, { list }) => list(text(person), text(on)),
  'household.HeadChanged.v1': ({ head, on }, { list }) => list(text(head), text(on)),
  'household.CaseAdmitted.v1': ({ kind }, { of }) => of('caseKind', kind),
  'household.CaseConcluded.v1': ({ kind, outcome, on }, { of, list }) =>
    list(of('caseKind', kind), of('outcome', outcome), text(on)),
  'household.StandingRegistered.v1': ({ on, spell }, { both, list }) =>
    list(text(on), both(`第${text(spell)}次`, `spell ${text(spell)}`)),
  'household.StandingExited.v1': ({ on, spell }, { both, list }) =>
    list(text(on), both(`第${text(spell)}次`, `spell ${text(spell)}`)),
  'household.StandingTakenOver.v1': ({ identifiedAt, instrument }, { list }) => list(text(identifiedAt), text(instrument)),
  'household.HouseholdSplit.v1': ({ children }, { list }) => list(...items(children).map(({ householdId }) => text(householdId))),
  'household.HouseholdMerged.v1': ({ into }, { both }) => both(`并入${text(into)}`, `into ${text(into)}`),
  'household.MeasureDelivered.v1': ({ measure, on }, { of, list }) => list(of('measure', measure), text(on)),
  'act.ComparisonListExported.v1': taken,
  'access.DossierExported.v1': taken,
  'inspection.FindingRaised.v1': ({ rule, events, area }, { both, list, area: areaOf }) =>
    list(
      both(`依据${text(rule)}`, `against ${text(rule)}`),
      both(`所指事件${items(events).length}个`, `events named: ${items(events).length}`),
      area === undefined ? undefined : both(`请${areaOf(area)}答复`, `to be answered by ${areaOf(area)}`),
    ),
  'inspection.FindingAnswered.v1': ({ finding, no, answer, events }, { both, list }) =>
    list(
      both(`第${text(finding)}项发现，第${text(no)}次答复`, `finding ${text(finding)}, answer ${text(no)}`),
      answer === 'ACCEPTED' ? both('接受', 'accepted') : both('不认可', 'contested'),
      items(events).length === 0 ? undefined : both(`所指事件${items(events).length}个`, `events named: ${items(events).length}`),
    ),
  'access.SealedOpened.v1': ({ use, area, stream, about, law, mandate }, { both, list, area: areaOf }) =>
    list(
      use === 'REPLAY' ? both('重演决定', 'to take decisions again') : both('试行法规', 'to try other law'),
      items(law).length === 0 ? undefined : items(law).map(text).join('、'),
      about !== undefined
        ? undefined
        : stream === undefined
          ? both(`${areaOf(area)}全部`, `all of ${areaOf(area)}`)
          : text(stream),
      mandate === undefined ? undefined : both(`检查委托：${text(mandate)}`, `mandate: ${text(mandate)}`),
    ),
};

/**
 * What an event says besides its name, for people; sealed values are never among it. Empty where the name says it all. Areas are told by
 * their ids, unless `areaText` knows more.
 */
export function detailText(
  type: string,
  data: object,
  findings: readonly FindingWords[],
  language: Language,
  areaText: (id: string) => string = (id) => id,
): string {
  const comma = language === 'zh' ? '，' : ', ';
  const detail = Object.hasOwn(DETAILS, type) ? DETAILS[type] : undefined;
  const said = detail?.(data as Data, {
    language,
    of: (category, code) => termOf(category, text(code))[language],
    area: (id) => areaText(text(id)),
    both: (zh, en) => (language === 'zh' ? zh : en),
    list: (...parts) => parts.filter((part) => part !== undefined && part !== '').join(comma),
  });
  const refused = type === 'refusal.OrderRefused.v1' ? termOf('order', text((data as Data)['orderType']))[language] : undefined;
  const noted = type === 'case.FindingNoted.v1' ? [(data as { readonly finding: FindingWords }).finding] : [];
  const reasons = [...noted, ...findings].map((finding) => refusalText(finding, language));
  return [said, refused, ...reasons].filter((part) => part !== undefined && part !== '').join(language === 'zh' ? '；' : '; ');
}
