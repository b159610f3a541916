import { type LawBook } from '#libs/application';
import { surroundingsOf } from '#libs/embedded';
import { explainHistory, type CaseEvent } from '#libs/household-case';
import { type Area } from '#libs/identity';
import { type CivilDate, type Finding, type RecordedOf } from '#libs/kernel';
import { type Definition } from '#libs/procedure';
import * as readModels from '#libs/read-models';
import { type Words } from '#libs/terms';
import { readyToOpen } from '#libs/vault';
import { Problem } from '../http/problem.js';
import { type Asked, type Question } from './ask.js';
import type * as parameters from './parameters.js';

/** A thing by its id. */
export interface Named {
  readonly id: string;
}

type Areas = readModels.CaseStatus['area'];
const lowest = ({ group, village }: Areas): string => group ?? village;

function page({ cursor, limit }: parameters.PageParameters): readModels.Page {
  return { ...(cursor === undefined ? {} : { after: cursor }), ...(limit === undefined ? {} : { limit }) };
}

/** The members that are there: filters have no `undefined`. */
function given<T extends object>(filter: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as never;
}

/** A household is read by whoever manages it now. */
export async function readsHousehold(id: string, { house, scope }: Asked): Promise<boolean> {
  const household = await readModels.household(house.readModels, id);
  return household !== undefined && scope.holds(lowest(household.area));
}

/**
 * A case that he may read, listed where he is or not: the file goes along with the household, so that whoever manages it now reads
 * what was decided about it elsewhere. Orders about such a case are still given where it lies (domain.md R14).
 */
export async function readableCase(id: string, asked: Asked): Promise<readModels.CaseStatus | undefined> {
  const status = await readModels.caseStatus(asked.house.readModels, id);
  if (status === undefined) return undefined;
  return asked.scope.holds(lowest(status.area)) || (await readsHousehold(status.householdId, asked)) ? status : undefined;
}

/** The area to which a list is held; none where no area is asked for and it is about one thing that he may read. */
function areaOfList(area: string | undefined, isReadable: boolean, { scope }: Asked): string | undefined {
  return area === undefined && isReadable ? undefined : scope.narrowed(area);
}

export const caseList: Question<parameters.CaseListParameters, readModels.Paged<readModels.CaseStatus>> = {
  right: 'caseStatus',
  answer: async ({ area, year, kind, phase, outcome, step, householdId, act, overdue, ...rest }, asked) =>
    readModels.caseStatuses(
      asked.house.readModels,
      given({
        within: areaOfList(area, householdId !== undefined && (await readsHousehold(householdId, asked)), asked),
        year,
        kind,
        phase,
        outcome,
        step,
        householdId,
        onAct: act,
        overdueOn: overdue === true ? asked.today : undefined,
      }),
      page(rest),
    ),
};

export const oneCase: Question<Named, { readonly case: readModels.CaseStatus }> = {
  right: 'caseStatus',
  answer: async ({ id }, asked) => {
    const status = await readableCase(id, asked);
    return status === undefined ? undefined : { case: status };
  },
};

interface Explained {
  readonly id: string;
  readonly type: string;
  readonly revision: bigint;
  readonly occurredOn: CivilDate;
  readonly step?: string;
  /** Of every rule that is about the event, met and unmet. */
  readonly findings: readonly Finding[];
}

/** By the function that decided it, at the law that the case has pinned (architecture §5). */
export const explainCase: Question<
  Named,
  { readonly definition: string; readonly policy: string; readonly events: readonly Explained[] }
> = {
  right: 'explain',
  answer: async ({ id }, asked) => {
    const { engine, vault, log } = asked.house;
    if ((await readableCase(id, asked)) === undefined) return undefined;
    const events = (await readyToOpen(log, vault).readStream(`case-${id}`)) as readonly RecordedOf<CaseEvent>[];
    const [opened] = events;
    if (opened?.type !== 'case.CaseOpened.v1') return undefined;
    const explained = explainHistory(
      events,
      ({ definition, policy }) => engine.lawBook.law(definition, policy),
      surroundingsOf(engine.directory, (refs) => vault.open(refs)),
    );
    return {
      definition: opened.data.definition,
      policy: opened.data.policy,
      events: explained.map(({ event, findings }) => ({
        id: event.id,
        type: event.type,
        revision: event.revision,
        occurredOn: event.metadata.occurredOn,
        ...(event.metadata.step === undefined ? {} : { step: event.metadata.step }),
        findings,
      })),
    };
  },
};

export const householdList: Question<parameters.HouseholdListParameters, readModels.Paged<readModels.HouseholdEntry>> = {
  right: 'caseStatus',
  answer: ({ area, standing, attribute, causeGroup, takenOver, ...rest }, { house, scope }) =>
    readModels.households(
      house.readModels,
      given({ within: scope.narrowed(area), standing, attribute, causeGroup, takenOver }),
      page(rest),
    ),
};

export const oneHousehold: Question<Named, { readonly household: readModels.HouseholdEntry }> = {
  right: 'caseStatus',
  answer: async ({ id }, { house, scope }) => {
    const household = await readModels.household(house.readModels, id);
    return household === undefined || !scope.holds(lowest(household.area)) ? undefined : { household };
  },
};

export const historyOfHousehold: Question<Named & parameters.HistoryParameters, readModels.Paged<readModels.HistoryEntry>> = {
  right: 'history',
  answer: async ({ id, lineage, cursor, limit, ...filter }, asked) => {
    if (!(await readsHousehold(id, asked))) return undefined;
    const { readModels: models, log } = asked.house;
    const of = lineage === true ? await readableLineage(id, asked) : undefined;
    const wanted = { ...historyFilter(filter), ...given({ lineage: of }) };
    return readModels.householdHistory(models, log, id, wanted, page({ ...given({ cursor, limit }) }));
  },
};

/** What of a history is asked for. */
export function historyFilter(
  filter: Omit<parameters.HistoryParameters, 'lineage' | 'cursor' | 'limit'>,
): Omit<readModels.HistoryFilter, 'lineage'> {
  const { kind, type, step, actor, office, caseId, act } = filter;
  const days = { aboutDay: filter.aboutDay, from: filter.from, to: filter.to } as Pick<
    readModels.HistoryFilter,
    'aboutDay' | 'from' | 'to'
  >;
  return given({ kind, type, step, actor, office, caseId, act, ...days });
}

/** In what a household began comes along as its file; in what it goes on is read by whoever manages that. */
async function readableLineage(id: string, asked: Asked): Promise<readonly readModels.LineageEntry[]> {
  const { readModels: models, log } = asked.house;
  const lineage = await readModels.lineageOf(models, log, id);
  const readable: readModels.LineageEntry[] = [];
  for (const entry of lineage) {
    const { relation, householdId } = entry;
    if (relation === 'PARENT' || relation === 'MERGED_FROM' || (await readsHousehold(householdId, asked))) readable.push(entry);
  }
  return readable;
}

export const noticeList: Question<parameters.NoticeListParameters, readModels.Paged<readModels.NoticeEntry>> = {
  right: 'noticeBoard',
  answer: async ({ area, year, caseId, status, level, ...rest }, asked) => {
    const within = areaOfList(area, caseId !== undefined && (await readableCase(caseId, asked)) !== undefined, asked);
    return readModels.noticeBoard(asked.house.readModels, given({ within, year, caseId, status, level }), page(rest));
  },
};

/** @throws Problem 400 where no published definition has such a step: nothing stands at it, and would never. */
async function namedStep(step: string | undefined, { house }: Asked): Promise<string | undefined> {
  if (step === undefined) return undefined;
  const expected = await readModels.knownSteps(house.readModels);
  if (expected.includes(step)) return step;
  throw new Problem(400, 'INVALID_SHAPE', { errors: [{ pointer: '/step', code: 'FIELD_VALUE_NOT_ALLOWED' }], expected });
}

export const deadlineList: Question<parameters.DeadlineListParameters, readModels.Paged<readModels.Deadline>> = {
  right: 'deadlines',
  answer: async ({ area, year, caseId, status, kind, level, office, step, dueUntil, overdue, state, days, ...rest }, asked) =>
    readModels.deadlines(
      asked.house.readModels,
      asked.today,
      given({
        within: areaOfList(area, caseId !== undefined && (await readableCase(caseId, asked)) !== undefined, asked),
        year,
        caseId,
        status,
        kind,
        level,
        office,
        step: await namedStep(step, asked),
        dueUntil: dueUntil as CivilDate | undefined,
        overdueOnly: overdue,
        state,
        days,
      }),
      page(rest),
    ),
};

type Board = Omit<readModels.DeadlineBoard, 'areas'> & {
  readonly area: string;
  readonly areas: readonly (readModels.DeadlineBoard['areas'][number] & { readonly name: string })[];
};

export const deadlineBoard: Question<parameters.DeadlineBoardParameters, Board> = {
  right: 'deadlines',
  answer: async ({ area: where, year, kind, level, office, step, days }, asked) => {
    const { house, scope, today } = asked;
    const area = scope.counted(where);
    const within = house.engine.directory.reach(area);
    const filter = given({ within, year, caseKind: kind, level, office, step: await namedStep(step, asked) });
    const board = await readModels.deadlineBoard(house.readModels, today, filter, days);
    const named = board.areas.map((one) => ({ ...one, name: house.engine.directory.area(one.area)?.name ?? one.area }));
    return { area, ...board, areas: named };
  },
};

/** How the due date was reached, as data and in one sentence of each language. */
type ExplainedDeadline = readModels.DerivedDeadline & { readonly sentence: Words };

export const caseDeadlines: Question<Named, { readonly items: readonly ExplainedDeadline[] }> = {
  right: 'deadlines',
  answer: async ({ id }, asked) => {
    const { house, today } = asked;
    const status = await readableCase(id, asked);
    if (status === undefined) return undefined;
    const definition = house.engine.lawBook.definition(status.definition)?.definition;
    const derived = await readModels.deadlinesOfCase(house.readModels, today, id, await house.log.readStream(`case-${id}`));
    return { items: derived.map((deadline) => ({ ...deadline, sentence: readModels.sentenceOf(deadline, definition) })) };
  },
};

interface Digest extends readModels.DigestOf, readModels.Paged<readModels.DigestEntry & { readonly sentence: Words }> {
  /** How much of each kind was told on the day, on all pages. */
  readonly told: Awaited<ReturnType<typeof readModels.digestCounts>>;
  /** How the terms of this office and area stand today, whether or not anybody was told; null in the digest of another day. */
  readonly open: readModels.StateCounts | null;
}

/** What was told to an office on a day, gathered (domain.md R16). */
export const digest: Question<parameters.DigestParameters, Digest> = {
  right: 'deadlines',
  answer: async ({ office: asked, area: where, day, ...rest }, { house, scope, today }) => {
    const area = scope.counted(where);
    const of = { office: asked ?? scope.office, area, day: (day ?? today) as CivilDate };
    const definitionOf = (ref: string): Definition | undefined => house.engine.lawBook.definition(ref)?.definition;
    return {
      ...of,
      told: await readModels.digestCounts(house.readModels, of),
      // How they stood on a day that is over is not kept: what was open then may have been done or recomputed since.
      open:
        of.day === today
          ? await readModels.openOfOffice(house.readModels, today, of.office, house.engine.directory.reach(area))
          : null,
      ...(await readModels.digestInWords(house.readModels, of, definitionOf, page(rest))),
    };
  },
};

interface Standings {
  readonly area: string;
  /** What was decided in each programme year. */
  readonly decided: readonly readModels.GrossCount[];
  /** How the households stand now. */
  readonly present: readonly readModels.PresentCount[];
}

export const standings: Question<parameters.StandingParameters, Standings> = {
  right: 'standings',
  answer: async ({ area, year }, { house, scope }) => {
    const counted = scope.counted(area);
    return {
      area: counted,
      decided: await readModels.grossCounts(house.readModels, counted, year),
      present: await readModels.presentCounts(house.readModels, counted),
    };
  },
};

export const taskList: Question<parameters.TaskListParameters, readModels.Paged<readModels.TaskEntry>> = {
  right: 'tasks',
  answer: ({ area, year, office, level, ...rest }, { house, scope }) =>
    readModels.tasks(house.readModels, given({ within: scope.narrowed(area), year, office, level }), page(rest)),
};

/** An act with how far its newest fact has come to its cases: `57/60`. */
type ActView = Omit<readModels.ActEntry, 'carried' | 'carryOf'> & { readonly carried: string };
const actView = ({ carried, carryOf, ...act }: readModels.ActEntry): ActView => ({ ...act, carried: `${carried}/${carryOf}` });

export const actList: Question<parameters.ActListParameters, readModels.Paged<ActView>> = {
  right: 'acts',
  answer: async ({ area, kind, level, ...rest }, { house, scope }) => {
    const { items, next } = await readModels.acts(
      house.readModels,
      given({ within: scope.narrowed(area), kind, level }),
      page(rest),
    );
    return { items: items.map(actView), next };
  },
};

export const oneAct: Question<Named, { readonly act: ActView }> = {
  right: 'acts',
  answer: async ({ id }, { house, scope }) => {
    const act = await readModels.act(house.readModels, id);
    return act === undefined || !scope.holds(act.area) ? undefined : { act: actView(act) };
  },
};

export const incidentList: Question<parameters.IncidentListParameters, readModels.Paged<readModels.IncidentEntry>> = {
  right: 'incidents',
  answer: async ({ status, ...rest }, { house, scope }) => {
    const { items, next } = await readModels.incidents(house.readModels, given({ status }), page(rest));
    const areaOf = async (stream: string): Promise<string | undefined> => {
      const id = stream.slice(stream.indexOf('-') + 1);
      if (stream.startsWith('act-')) return (await readModels.act(house.readModels, id))?.area;
      const found = stream.startsWith('case-')
        ? await readModels.caseStatus(house.readModels, id)
        : await readModels.household(house.readModels, id);
      return found === undefined ? undefined : lowest(found.area);
    };
    const isHis = async (stream: string): Promise<boolean> => {
      if (scope.isNational) return true;
      const area = await areaOf(stream);
      return area !== undefined && scope.holds(area);
    };
    const his: readModels.IncidentEntry[] = [];
    for (const incident of items) if (await isHis(incident.stream)) his.push(incident);
    return { items: his, next };
  },
};

export const areaList: Question<parameters.AreaListParameters, { readonly items: readonly Area[] }> = {
  right: 'areas',
  answer: ({ area }, { house, scope }) => {
    const { directory } = house.engine;
    const under = scope.counted(area);
    return { items: directory.areasUnder(under).flatMap((id) => directory.area(id) ?? []) };
  },
};

type Published = ReturnType<LawBook['allDefinitions']>[number];

export const definitionList: Question<object, { readonly items: readonly object[] }> = {
  right: 'law',
  answer: (_, { house }) => ({
    items: house.engine.lawBook.allDefinitions().map(({ ref, definition }) => ({
      ref,
      id: definition.id,
      version: definition.version,
      kind: definition.kind,
      label: definition.label,
      instrument: definition.instrument,
      effective: definition.effective,
      area: definition.area,
    })),
  }),
};

export const oneDefinition: Question<Named, Published> = {
  right: 'law',
  answer: ({ id }, { house }) => house.engine.lawBook.definition(id),
};

export const policyList: Question<object, { readonly items: readonly object[] }> = {
  right: 'law',
  answer: (_, { house }) => ({ items: house.engine.lawBook.allPolicySets() }),
};
