import { shippedCalendar } from '#libs/calendar';
import { type PartView } from './case-view.js';
import { type PartId } from './definition.js';
import { definitionOf, definitions } from './definitions/index.js';
import { lawOf } from './law-of.js';
import { type Law } from './law.js';
import { policyOf } from './policy-of.js';
import { policySets } from './policies/index.js';
import { afterwards, compareLevels, isAbove, levelAbove, partBefore, readyParts, waitsFor } from './ready.js';

function lawFor(id: string): Law {
  const policy = policyOf(policySets, ['CN'], 2017);
  if ('missing' in policy) throw new Error(policy.missing);
  return lawOf(definitionOf(id, 1), policy, `${id}@1#d`, 'CN-2017@1#d', shippedCalendar, []);
}

const part = (status: PartView['status']): PartView => ({ round: 1, status, persons: [], recordedBy: [], signedOn: [] });
const after = (done: readonly PartId[], running: readonly PartId[] = []) => ({
  parts: Object.fromEntries([...done.map((id) => [id, part('DONE')]), ...running.map((id) => [id, part('RUNNING')])]),
});

/** Does all that is ready, again and again: what was ready at each turn. */
function walk(law: Law): readonly (readonly PartId[])[] {
  const turns: (readonly PartId[])[] = [];
  let done: readonly PartId[] = [];
  for (let ready = readyParts(law, after(done)); ready.length > 0; ready = readyParts(law, after(done))) {
    turns.push(ready);
    done = [...done, ...ready];
  }
  return turns;
}

describe('what comes next', () => {
  it('IDENT-8 goes one part at a time, in its order', () => {
    expect(walk(lawFor('IDENT-8'))).toEqual([
      ['APPLY.APPLICATION'],
      ['SURVEY.SURVEY'],
      ['SURVEY.VERIFICATION'],
      ['REVIEW_GROUP.REVIEW'],
      ['COMPARE.COMPARISON'],
      ['REVIEW_VILLAGE.REVIEW'],
      ['PUBLICITY_VILLAGE.NOTICE'],
      ['TOWNSHIP_AUDIT_PUBLICITY.AUDIT'],
      ['TOWNSHIP_AUDIT_PUBLICITY.NOTICE'],
      ['COUNTY_APPROVAL_ANNOUNCE.APPROVAL'],
      ['COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT'],
    ]);
  });

  it('EXIT-8 asks the household before the village verifies', () => {
    expect(walk(lawFor('EXIT-8'))).toEqual([
      ['NOMINATE.APPLICATION'],
      ['EXIT_SURVEY.SURVEY'],
      ['REVIEW_GROUP.REVIEW'],
      ['COMPARE.COMPARISON'],
      ['REVIEW_VILLAGE.REVIEW'],
      ['REVIEW_VILLAGE.CONSENT'],
      ['REVIEW_VILLAGE.VERIFICATION'],
      ['PUBLICITY_VILLAGE.NOTICE'],
      ['TOWNSHIP_AUDIT_PUBLICITY.AUDIT'],
      ['TOWNSHIP_AUDIT_PUBLICITY.NOTICE'],
      ['COUNTY_APPROVAL_ANNOUNCE.APPROVAL'],
      ['COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT'],
    ]);
  });

  it('EXIT-GZ lets the village sign beside its notice, and announces before it approves', () => {
    expect(walk(lawFor('EXIT-GZ')).slice(4)).toEqual([
      ['VILLAGE.VERIFICATION'],
      ['VILLAGE.NOTICE', 'VILLAGE.SIGNING'],
      ['TOWNSHIP.SPOT_CHECK'],
      ['TOWNSHIP.NOTICE'],
      ['TOWNSHIP.SIGNING'],
      ['COUNTY.ANNOUNCEMENT'],
      ['COUNTY.APPROVAL'],
    ]);
  });

  it('Naiman compares before the representatives vote', () => {
    const order = walk(lawFor('IDENT-12-NAIMAN')).flat();
    expect(order.slice(4, 7)).toEqual(['TOWNSHIP_AUDIT.AUDIT', 'COMPARE.COMPARISON', 'REVIEW_VILLAGE.REVIEW']);
  });

  it.each(definitions.map(({ id }) => [id]))('%s reaches its effect last, by way of all its parts', (id) => {
    const law = lawFor(id);
    const order = walk(law).flat();
    expect([...order].sort()).toEqual([...law.order].sort());
    expect(order.at(-1)).toBe(law.definition.effect.after);
  });

  it('a part that runs is still to be done, what stands on it waits', () => {
    const law = lawFor('EXIT-GZ');
    const view = after(law.order.slice(0, 5), ['VILLAGE.NOTICE']);
    expect(readyParts(law, view)).toEqual(['VILLAGE.NOTICE', 'VILLAGE.SIGNING']);
    expect(waitsFor(law, view, 'TOWNSHIP.SPOT_CHECK')).toEqual(['VILLAGE.NOTICE', 'VILLAGE.SIGNING']);
    expect(waitsFor(law, view, 'VILLAGE.SIGNING')).toEqual([]);
  });

  it('a part that failed may be taken up again', () => {
    const law = lawFor('IDENT-8');
    const view = { parts: { ...after(law.order.slice(0, 3)).parts, 'REVIEW_GROUP.REVIEW': part('FAILED') } };
    expect(readyParts(law, view)).toEqual(['REVIEW_GROUP.REVIEW']);
  });
});

describe('parts that run side by side', () => {
  const twoBesides: Law['definition'] = {
    ...definitionOf('IDENT-7-BAOJI', 1),
    steps: definitionOf('IDENT-7-BAOJI', 1).steps.map((step) =>
      step.code === 'REVIEW_VILLAGE'
        ? { ...step, parts: step.parts.map((each) => ({ ...each, parallelWith: 'REVIEW_GROUP.REVIEW' })) }
        : step,
    ),
  };

  it('wait for the same, and who comes next waits for both', () => {
    const law = lawOf(twoBesides, lawFor('IDENT-8').policy, 'd', 'p', shippedCalendar, []);
    expect([law.after['REVIEW_GROUP.REVIEW'], law.after['REVIEW_VILLAGE.REVIEW'], law.after['PUBLICITY_VILLAGE.NOTICE']]).toEqual(
      [['SURVEY.SURVEY'], ['SURVEY.SURVEY'], ['REVIEW_GROUP.REVIEW', 'REVIEW_VILLAGE.REVIEW']],
    );
  });
});

describe('what stands on a part', () => {
  it('is superseded when the case returns to it', () => {
    const law = lawFor('IDENT-8');
    expect(afterwards(law, 'COMPARE.COMPARISON')).toEqual(law.order.slice(5));
    expect(afterwards(law, 'APPLY.APPLICATION')).toEqual(law.order.slice(1));
    expect(afterwards(law, 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT')).toEqual([]);
  });
  it('leaves out what ran beside it', () => {
    const law = lawFor('EXIT-GZ');
    expect(afterwards(law, 'VILLAGE.NOTICE')).toEqual(law.order.slice(7));
  });
});

describe('the part before', () => {
  it('is the nearest of those that it waits for', () => {
    expect([
      partBefore(lawFor('IDENT-8'), 'APPLY.APPLICATION'),
      partBefore(lawFor('IDENT-8'), 'REVIEW_VILLAGE.REVIEW'),
      partBefore(lawFor('EXIT-GZ'), 'TOWNSHIP.SPOT_CHECK'),
    ]).toEqual([undefined, 'COMPARE.COMPARISON', 'VILLAGE.SIGNING']);
  });
});

describe('levels', () => {
  it('stand one above the other', () => {
    expect([levelAbove('VILLAGE'), levelAbove('COUNTY'), levelAbove('NATION')]).toEqual(['TOWNSHIP', 'PREFECTURE', undefined]);
    expect([isAbove('TOWNSHIP', 'VILLAGE'), isAbove('VILLAGE', 'VILLAGE'), isAbove('GROUP', 'VILLAGE')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(Math.sign(compareLevels('GROUP', 'COUNTY'))).toBe(-1);
  });
});
