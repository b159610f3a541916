import { scriptFaults as say, type Words } from '#libs/terms';
import { Told } from './told.js';
import { digestOf } from '#libs/application';
import { type StoredEvent } from '#libs/event-store';
import { type CaseFile, papersFor } from '#libs/household-case';
import { ageOn, addDays, type CivilDate, type Finding, instant, type Order } from '#libs/kernel';
import {
  type Law,
  type Level,
  countingOf,
  isYearMissing,
  noticePeriod,
  type Office,
  type Papers,
  type Part,
  type PartId,
  type PartOf,
  readyParts,
} from '#libs/procedure';
import { areaOfLevel, holderOf, levelOfOffice, rosterOf } from './fixtures/county.js';
import { type Stage } from './stage.js';

/** A lawful walk that came to a stop. */
export class CourseBlocked extends Told {
  constructor(
    words: Words,
    readonly findings: readonly Finding[] = [],
  ) {
    super(words);
  }
}

const CLERKS: readonly Office[] = ['DATA_CLERK', 'STATION_CLERK', 'COUNTY_POVERTY_OFFICER', 'FILING_OFFICER'];
const NINE = 'T09:00:00+08:00';
/** Offices that several hold: they go to survey. */
const TEAMS: readonly Office[] = ['COMMITTEE_MEMBER', 'RESIDENT_TEAM_MEMBER', 'VILLAGE_REPRESENTATIVE'];
const MOST_OF_AN_OFFICE = 6;
const PRESENT = 0.8;
const SEATS_OF_THE_LIST = 100;

/**
 * Takes one case lawfully through every part up to and including `target`, in the order in which the definition lets them
 * go: a working day each, notices for their full time. Answers what was appended, in the order of the log.
 * @throws CourseBlocked where an order is refused, or the part cannot be reached.
 */
export async function walk(stage: Stage, caseId: string, target: PartId): Promise<readonly StoredEvent[]> {
  const before = await stage.head();
  for (;;) {
    const known = await stage.caseFile(caseId);
    if (known === undefined) throw new CourseBlocked(say.noCase(caseId));
    const { state, law } = known;
    if (!law.order.includes(target)) throw new CourseBlocked(say.noPart(target, law.definition.id, law.order));
    if (state.parts[target]?.status === 'DONE') return stage.since(before);
    if (state.phase !== 'OPEN') throw new CourseBlocked(say.caseEnded(state.outcome ?? state.phase, target));
    await new Stride(stage, state, law).next(target);
  }
}

/** The same survey, its offices sorted so that those come first of which there are several. */
function byTeams(part: PartOf<'survey'>): PartOf<'survey'> {
  const rank = (office: Office): number => (TEAMS.includes(office) ? TEAMS.indexOf(office) : TEAMS.length);
  return {
    ...part,
    signatures: part.signatures.map((slot) => ({ ...slot, offices: slot.offices.toSorted((a, b) => rank(a) - rank(b)) })),
  };
}

/** One step of a walk, from the case as it stands. */
class Stride {
  private readonly household: string;

  constructor(
    private readonly stage: Stage,
    private readonly state: CaseFile,
    private readonly law: Law,
  ) {
    this.household = state.household.head;
  }

  async next(target: PartId): Promise<void> {
    const { law, state } = this;
    const wanted = law.order.slice(0, law.order.indexOf(target) + 1);
    const ready = readyParts(law, state).filter((id) => wanted.includes(id));
    const hanging = (id: PartId): boolean => state.parts[id]?.status === 'RUNNING' && state.notices[id] !== undefined;
    const open = ready.find((id) => !hanging(id));
    if (open !== undefined) return this.perform(open);
    const running = ready.find(hanging);
    if (running === undefined) throw new CourseBlocked(say.notReached(target));
    return this.confirm(running);
  }

  private async perform(id: PartId): Promise<void> {
    const part = this.part(id);
    const day = addDays(this.stage.today, 1);
    await this.stage.advanceTo(instant(`${day}${NINE}`));
    if (part.kind === 'comparison') return this.comparison(id, part, day);
    await this.give(part, day, this.order(id, part, day));
  }

  private order(id: PartId, part: Part, day: CivilDate): Order {
    const head = { part: id, round: this.round(id) };
    const papers = this.papers(part, day);
    switch (part.kind) {
      case 'application': {
        const members = this.state.household.members;
        const adults = members.filter(({ bornOn }) => bornOn === undefined || ageOn(bornOn, day) >= 18);
        const by = part.form === 'NOMINATION' ? 'GROUP' : 'HOUSEHOLD';
        const listed = { membersListed: members.map(({ person }) => person), authorisedBy: adults.map(({ person }) => person) };
        return { type: 'SubmitApplication', data: { ...head, by, ...listed, papers } };
      }
      case 'survey':
        return { type: 'RecordSurvey', data: { ...head, ...this.survey(part, papers, day) } };
      case 'review':
        return { type: 'RecordReview', data: { ...head, ...this.review(id, part, day), papers } };
      case 'verification':
        return { type: 'RecordVerification', data: { ...head, passed: true, papers } };
      case 'consent':
        return {
          type: 'RecordConsent',
          data: {
            ...head,
            given: true,
            // The household signs once: here, and not on the papers as well.
            signature: { slot: 'HOUSEHOLD', person: this.household, capacity: 'SELF', offices: [], method: 'WET', signedOn: day },
            papers: { ...papers, signatures: papers.signatures.filter(({ capacity }) => capacity === 'OFFICE') },
          },
        };
      case 'notice':
      case 'announcement':
        return { type: 'PostNotice', data: { ...head, ...this.posting(part, day), papers } };
      case 'audit':
        return { type: 'RecordAudit', data: { ...head, decision: 'PASS', onSiteCheck: true, papers } };
      case 'approval':
        return { type: 'RecordApproval', data: { ...head, decision: 'APPROVE', documentNo: `${day}-1`, papers } };
      case 'filing':
        return { type: 'RecordFiling', data: { ...head, to: part.level === 'COUNTY' ? 'PREFECTURE' : 'COUNTY', papers } };
      case 'comparison':
        throw new RangeError('a comparison is more than one order');
    }
  }

  private survey(part: PartOf<'survey'>, papers: Papers, day: CivilDate): object {
    const { members } = this.state.household;
    const line = this.law.policy.parameters[part.line].value ?? 400_000;
    const perHead = part.passes === 'ALL_MET' ? line * 2 : Math.floor(line / 2);
    const surveyors = papers.signatures
      .filter(({ capacity }) => capacity === 'OFFICE')
      .map(({ person, offices }) => ({ person, offices }));
    const income = { wage: perHead * members.length, business: 0, property: 0, transfer: 0 };
    return {
      visitedOn: day,
      surveyors,
      criteria: part.criteria.map((code) => ({
        code,
        result: code === 'INCOME' && part.passes !== 'ALL_MET' ? 'NOT_MET' : 'MET',
      })),
      income: { under: `household-${this.state.householdId}`, value: income },
      sharingIncome: members.length,
      papers,
    };
  }

  private review(id: PartId, part: PartOf<'review'>, day: CivilDate): object {
    const roster = rosterOf(part.body, part.body === 'GROUP_MEETING' ? this.area('GROUP') : this.area('VILLAGE'));
    const present = roster.slice(0, Math.ceil(roster.length * PRESENT));
    const ranking = { rank: 1, quota: SEATS_OF_THE_LIST, instrument: 'quota of the rehearsal' };
    return {
      attempt: (this.state.inquorate[id] ?? 0) + 1,
      body: part.body,
      heldOn: day,
      method: this.state.signedRollOrdered.includes(id) ? 'SIGNED_ROLL' : part.methods[0],
      presentPersons: present,
      recused: [],
      tally: { votesFor: present.length - 3, against: 2, abstain: 1 },
      comparisonReadOut: part.readOutComparison,
      ...(part.form === 'RANKED_LIST' ? { ranking } : {}),
    };
  }

  private posting(part: PartOf<'notice'> | PartOf<'announcement'>, day: CivilDate): object {
    const { minDuration } = part;
    const period = minDuration === undefined ? undefined : noticePeriod(day, minDuration, countingOf(this.law));
    if (isYearMissing(period)) throw new CourseBlocked(say.calendarNeeded(part.code, String(period.missing)));
    return {
      places: part.places.map((place) => ({ place, postedOn: day, photo: digestOf({ place, day }) })),
      printedEnd: period?.lastDay ?? day,
      contentDigest: digestOf({ notice: part.code, day }),
      householdSize: this.state.household.members.length,
    };
  }

  private async comparison(id: PartId, part: PartOf<'comparison'>, day: CivilDate): Promise<void> {
    const round = this.round(id);
    const persons = this.state.household.members.map(({ person }) => person);
    const data = { part: id, round, persons, sources: part.sources.map(({ source }) => source) };
    await this.give(part, day, { type: 'RequestComparison', data });
    for (const { source } of part.sources) {
      await this.give(part, day, {
        type: 'RecordComparisonResult',
        data: {
          part: id,
          round,
          source,
          asOf: day,
          receiptDigest: digestOf({ source, day }),
          answers: persons.map((person) => ({ person, result: 'CLEAR' })),
        },
      });
    }
  }

  /** Waits for the full time of a notice and confirms that there was no objection, or names those that there were. */
  private async confirm(id: PartId): Promise<void> {
    const part = this.part(id);
    const close = this.state.notices[id]?.earliestClose ?? this.stage.today;
    if (close > this.stage.today) await this.stage.advanceTo(instant(`${close}${NINE}`));
    const day = this.stage.today;
    const received = Object.values(this.state.objections).filter(
      (objection) => objection.part === id && objection.target !== 'OMISSION',
    );
    await this.give(part, day, {
      type: 'ConfirmNoticeResult',
      data: {
        part: id,
        round: this.round(id),
        objections: received.length === 0 ? 'NONE' : received.map(({ no }) => no),
        endedOn: day,
        papers: this.papers(part, day),
      },
    });
  }

  private async give(part: Part, day: CivilDate, order: Order): Promise<void> {
    const clerk = CLERKS.find((office) => part.recordedBy.includes(office)) ?? part.recordedBy[0] ?? 'DATA_CLERK';
    const recorder = this.holder(clerk, 0);
    const performer = part.performedBy.map((office) => this.holder(office, 0)).find((person) => person !== recorder);
    const { answer } = await this.stage.give({
      target: `case-${this.state.caseId}`,
      order,
      actor: { id: recorder, role: clerk, area: this.area(levelOfOffice(clerk) ?? 'VILLAGE') },
      on: day,
      performedBy: performer ?? (part.performedBy.length === 0 ? this.household : recorder),
    });
    if (!answer.accepted) throw new CourseBlocked(say.refused(order.type), answer.findings);
  }

  /** The recorder signs nothing: where he would, his colleague does. */
  private papers(part: Part, on: CivilDate): Papers {
    if (part.kind === 'survey')
      return papersFor(byTeams(part), { on, holder: (office, nth) => this.surveyor(office, nth), household: this.household });
    const holder = (office: Office, nth: number): string => this.holder(office, CLERKS.includes(office) ? nth + 1 : nth);
    return papersFor(part, { on, holder, household: this.household });
  }

  /** Where another team must go, those who went before stay at home. */
  private surveyor(office: Office, nth: number): string {
    const before = this.state.otherTeam === true ? (this.state.surveyedBy ?? []) : [];
    const all = Array.from({ length: MOST_OF_AN_OFFICE }, (_, index) => this.holder(office, index));
    return all.filter((person) => !before.includes(person))[nth] ?? this.holder(office, nth);
  }

  private holder(office: Office, nth: number): string {
    return holderOf(office, this.area(levelOfOffice(office) ?? 'VILLAGE'), nth);
  }

  private area(level: Level): string {
    return areaOfLevel(level, this.state.area);
  }

  private part(id: PartId): Part {
    const part = this.law.parts[id];
    if (part === undefined) throw new CourseBlocked(say.noPart(id, this.law.definitionRef, []));
    return part;
  }

  private round(id: PartId): number {
    return this.state.parts[id]?.round ?? 1;
  }
}
