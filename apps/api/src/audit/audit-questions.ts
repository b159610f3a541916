import { surroundingsOf } from '#libs/embedded';
import {
  type Card,
  cardFor,
  caseDifferences,
  type CaseView,
  caseView,
  type DecisionKnowledge,
  decisionKnowledge,
  DECISIONS,
  type Difference,
  differencesSaid,
  type Names,
  householdDifferences,
  type HouseholdOnADay,
  householdOnADay,
  historyOf,
  laterLook,
  laterSaid,
  type Look,
  lookOf,
  type Recording,
  recordingOf,
  type Said,
  type StoredCaseEvent,
  type StoredRegisterEvent,
  type WholeHistory,
} from '#libs/audit';
import { type Definition } from '#libs/procedure';
import { groupedHistory, type HistoryGroup } from '#libs/read-models';
import { knownText, type Words } from '#libs/terms';
import { readyToOpen } from '#libs/vault';
import { type Asked, type Question } from '../queries/ask.js';
import { type House } from '../house.js';
import { historyFilter, type Named, readableCase, readsHousehold } from '../queries/questions.js';
import {
  type CardParameters,
  type DifferenceParameters,
  type LookParameters,
  type WholeHistoryParameters,
} from './audit-parameters.js';

/** How it was told how much was known, in one sentence of each language. */
interface KnownSaid {
  readonly knownSaid: Words;
}
interface Differences {
  /** Of the first view and of the second. */
  readonly before: Omit<View, 'view'>;
  readonly after: Omit<View, 'view'>;
  readonly differences: readonly Said<Difference>[];
}
interface View extends KnownSaid {
  readonly aboutDay: string;
  readonly known: Look['known']['how'];
}

const signedHeads = ({ house }: Asked): Parameters<typeof lookOf>[2] => house.ledger?.signed;

function firstLook({ aboutDay, knownDay }: LookParameters, asked: Asked): Look {
  return lookOf({ ...given('about', aboutDay), ...given('known', knownDay) }, asked.today, signedHeads(asked));
}
function secondLook(first: Look, { thenAboutDay, thenKnownDay }: DifferenceParameters, asked: Asked): Look {
  const wished = { ...given('about', thenAboutDay), ...given('known', thenKnownDay) };
  return laterLook(first, wished, asked.today, signedHeads(asked));
}
function given<K extends string>(name: K, value: string | undefined): { readonly [key in K]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [key in K]?: string };
}

const knownSaid = ({ known }: Pick<View, 'known'>): Words => ({ zh: knownText(known, 'zh'), en: knownText(known, 'en') });
const headOf = ({ aboutDay, known }: HouseholdOnADay | CaseView): View => ({
  aboutDay,
  known,
  knownSaid: knownSaid({ known }),
});

const definitionsIn =
  ({ house }: Asked, pins: readonly { readonly caseId: string; readonly definition: string }[]) =>
  (stream: string): Definition | undefined => {
    const pinned = pins.find(({ caseId }) => stream === `case-${caseId}`);
    return pinned === undefined ? undefined : house.engine.lawBook.definition(pinned.definition)?.definition;
  };

export const householdState: Question<Named & LookParameters, HouseholdOnADay & KnownSaid> = {
  right: 'history',
  answer: async ({ id, ...params }, asked) => {
    if (!(await readsHousehold(id, asked))) return undefined;
    const { about, known } = firstLook(params, asked);
    const state = await householdOnADay(asked.house.log, id, about, known);
    return state === undefined ? undefined : { ...state, knownSaid: knownSaid(state) };
  },
};

export const householdDifference: Question<Named & DifferenceParameters, Differences> = {
  right: 'history',
  answer: async ({ id, ...params }, asked) => {
    if (!(await readsHousehold(id, asked))) return undefined;
    const first = firstLook(params, asked);
    const second = secondLook(first, params, asked);
    const before = await householdOnADay(asked.house.log, id, first.about, first.known);
    const after = await householdOnADay(asked.house.log, id, second.about, second.known);
    if (before === undefined || after === undefined) return undefined;
    const differences = differencesSaid(
      householdDifferences(before, after),
      definitionsIn(asked, after.cases),
      namesIn(asked.house),
    );
    return { before: headOf(before), after: headOf(after), differences };
  },
};

export const caseState: Question<Named & LookParameters, CaseView & KnownSaid> = {
  right: 'history',
  answer: async ({ id, ...params }, asked) => {
    if ((await readableCase(id, asked)) === undefined) return undefined;
    const { about, known } = firstLook(params, asked);
    const state = await caseView(asked.house.log, id, about, known);
    return state === undefined ? undefined : { ...state, knownSaid: knownSaid(state) };
  },
};

export const caseDifference: Question<Named & DifferenceParameters, Differences> = {
  right: 'history',
  answer: async ({ id, ...params }, asked) => {
    if ((await readableCase(id, asked)) === undefined) return undefined;
    const first = firstLook(params, asked);
    const second = secondLook(first, params, asked);
    const before = await caseView(asked.house.log, id, first.about, first.known);
    const after = await caseView(asked.house.log, id, second.about, second.known);
    if (before === undefined || after === undefined) return undefined;
    const differences = caseDifferences(before.case, after.case, first.about);
    return {
      before: headOf(before),
      after: headOf(after),
      differences: differencesSaid(differences, definitionsIn(asked, [after.case]), namesIn(asked.house)),
    };
  },
};

/** The events of a case by which somebody decided something, in order. */
export const decisionsOfCase: Question<Named, { readonly items: readonly Recording[] }> = {
  right: 'history',
  answer: async ({ id }, asked) => {
    if ((await readableCase(id, asked)) === undefined) return undefined;
    const events = await asked.house.log.readStream(`case-${id}`);
    return { items: events.filter(({ type }) => DECISIONS.has(type)).map(recordingOf) };
  },
};

export const knowledgeOfDecision: Question<Named & { readonly revision: string }, object> = {
  right: 'history',
  answer: async ({ id, revision }, asked): Promise<object | undefined> => {
    const status = await readableCase(id, asked);
    if (status === undefined || !/^\d{1,9}$/.test(revision)) return undefined;
    const { log } = asked.house;
    const events = (await log.readStream(`case-${id}`)) as readonly StoredCaseEvent[];
    const register = (await log.readStream(`household-${status.householdId}`)) as readonly StoredRegisterEvent[];
    const knowledge: DecisionKnowledge | undefined = decisionKnowledge(events, register, BigInt(revision));
    return knowledge === undefined ? undefined : { ...knowledge, later: laterSaid(knowledge) };
  },
};

/** How areas, and the steps of the law that is pinned, are called. */
export const namesIn = ({ engine }: House): Names => ({
  area: (id) => engine.directory.area(id)?.name,
  definition: (ref) => engine.lawBook.definition(ref)?.definition,
});

type Grouped = Omit<WholeHistory, 'entries'> & { readonly groups: readonly HistoryGroup[] };

/** All of a household at once, through splits and merges: its events, terms with derivations, notices with what they showed. */
export const wholeHistoryOfHousehold: Question<Named & WholeHistoryParameters, WholeHistory | Grouped> = {
  right: 'history',
  answer: async ({ id, groupBy, ...filter }, asked) => {
    if (!(await readsHousehold(id, asked))) return undefined;
    const { house, today } = asked;
    const history = await historyOf(
      id,
      {
        models: house.readModels,
        reader: house.log,
        definition: namesIn(house).definition,
        today,
        mayRead: (other) => readsHousehold(other, asked),
      },
      historyFilter(filter),
    );
    if (history === undefined || groupBy === undefined) return history;
    const { entries, ...rest } = history;
    return { ...rest, groups: groupedHistory(entries, groupBy) };
  },
};

/** Why, or why not: the decision on a household with its rules, from events alone. Nobody of the household is named. */
export const cardOfHousehold: Question<Named & CardParameters, Card> = {
  right: 'explain',
  answer: async ({ id, caseId, revision }, asked) => {
    if (!(await readsHousehold(id, asked))) return undefined;
    const { engine, store, vault } = asked.house;
    const wish = { ...given('caseId', caseId), ...(revision === undefined ? {} : { revision: BigInt(revision) }) };
    return cardFor(id, wish, {
      reader: readyToOpen(store, vault),
      law: ({ definition, policy }) => engine.lawBook.law(definition, policy),
      surroundings: surroundingsOf(engine.directory, (refs) => vault.open(refs)),
      areaName: (area) => engine.directory.area(area)?.name ?? area,
      today: asked.today,
      officesOf: (person, on) => engine.directory.officesOn(person, on),
      mayName: (area) => asked.scope.holds(area),
    });
  },
};
