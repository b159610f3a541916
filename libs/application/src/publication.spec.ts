import { type Actor, type CivilDate, civilDate } from '#libs/kernel';
import { type Definition, definitionRef, definitions, policySets, type PolicySet } from '#libs/procedure';
import { specFor } from '#libs/spec';
import { digestOf } from './canonical.js';
import { definitionDecider, policyDecider } from './publication.js';

const AT = '2020-03-02T09:00:00+08:00';
const [shipped] = definitions;
const national = policySets.find(({ area, year }) => area === 'CN' && year === 2020);
if (shipped === undefined || national === undefined) throw new Error('nothing is shipped');

const one: Actor = { id: 'one', role: 'PROGRAMME_ADMINISTRATOR', area: 'CN' };
const other: Actor = { ...one, id: 'other' };
const program: Actor = { id: 'mingce', role: 'process', area: 'CN' };

/** Version 9 of a definition that comes with the program, from a day on. */
const definitionFrom = (from: CivilDate) => {
  const definition: Definition = { ...shipped, version: 9, effective: { ...shipped.effective, from } };
  return { definition, ref: definitionRef(definition.id, 9, digestOf(definition)) };
};
const text = definitionFrom(civilDate('2020-03-02'));
const otherWords = definitionFrom(civilDate('2020-04-01'));
const proposing = (words: typeof text, no = 1) => ({ type: 'ProposeDefinition', data: { no, ...words } }) as const;
const publishing = (words: typeof text) => ({ type: 'PublishDefinition', data: words }) as const;
const proposal = (words: typeof text, no = 1) =>
  ({ type: 'definition.DefinitionProposed.v1', data: { no, ...words }, by: one.id }) as const;
const publication = { type: 'definition.DefinitionPublished.v1', data: text, by: other.id } as const;

const { given } = specFor(definitionDecider, { byTwo: true });

describe('a definition that persons make (architecture §5)', () => {
  it('is proposed whole by one programme administrator', () => {
    given([])
      .when(proposing(text), one, AT)
      .then([{ type: 'definition.DefinitionProposed.v1', data: { no: 1, ...text } }]);
  });

  it('is published by another, in the words that were proposed', () => {
    given([proposal(text)])
      .when(publishing(text), other, AT)
      .then([{ type: 'definition.DefinitionPublished.v1', data: text }]);
  });

  it('is not published by whoever proposed it, be he the recorder or the performer of either', () => {
    given([proposal(text)])
      .when(publishing(text), one, AT)
      .thenRefused(['LAW_OF_ONE_PERSON']);
    given([proposal(text)])
      .when(publishing(text), other, AT, { performedBy: one.id })
      .thenRefused(['LAW_OF_ONE_PERSON']);
    const [finding] = given([{ ...proposal(text), by: 'clerk', performedBy: other.id }])
      .when(publishing(text), other, AT)
      .thenRefused(['LAW_OF_ONE_PERSON']);
    expect(finding).toEqual({
      code: 'LAW_OF_ONE_PERSON',
      class: 'RIGHTS',
      weight: 'BLOCKING',
      clause: 'architecture §5',
      required: 'published by another than proposed it',
      actual: 'other',
      met: false,
    });
  });

  it('bears the name of no law of another area: no county speaks for the nation, nor takes its next version', () => {
    const definition: Definition = { ...text.definition, area: 'county' };
    const ofCounty = { definition, ref: definitionRef(definition.id, 9, digestOf(definition)) };
    given([proposal(text)])
      .when(proposing(ofCounty, 2), other, AT)
      .thenRefused(['LAW_OF_OTHER_AREA']);
    given([proposal(text)])
      .when(publishing(ofCounty), other, AT)
      .thenRefused(['LAW_PROPOSED_IN_OTHER_WORDS', 'LAW_OF_OTHER_AREA']);
    given([proposal(ofCounty)])
      .when(publishing(ofCounty), other, AT)
      .then([{ type: 'definition.DefinitionPublished.v1', data: ofCounty }]);
  });

  it('is not published where nothing was proposed, or only another version', () => {
    given([]).when(publishing(text), other, AT).thenRefused(['LAW_NOT_PROPOSED']);
    const tenth = { ...text.definition, version: 10 };
    const ofTenth = { definition: tenth, ref: definitionRef(tenth.id, 10, digestOf(tenth)) };
    given([proposal(ofTenth)])
      .when(publishing(text), other, AT)
      .thenRefused(['LAW_NOT_PROPOSED']);
  });

  it('is not published in other words than were proposed; both references are said', () => {
    const [finding] = given([proposal(text)])
      .when(publishing(otherWords), other, AT)
      .thenRefused(['LAW_PROPOSED_IN_OTHER_WORDS']);
    expect([finding?.class, finding?.required, finding?.actual]).toEqual(['RIGHTS', text.ref, otherWords.ref]);
  });

  it('may be proposed again: the last proposal stands, also where it goes back to earlier words', () => {
    const changed = [proposal(text), proposal(otherWords, 2)];
    given(changed).when(publishing(text), other, AT).thenRefused(['LAW_PROPOSED_IN_OTHER_WORDS']);
    given(changed)
      .when(proposing(text, 3), one, AT)
      .then([{ type: 'definition.DefinitionProposed.v1', data: { no: 3, ...text } }]);
    given([...changed, proposal(text, 3)])
      .when(publishing(text), other, AT)
      .then([{ type: 'definition.DefinitionPublished.v1', data: text }]);
  });

  it('is proposed by the next number, and not once it is law', () => {
    given([proposal(text)])
      .when(proposing(otherWords, 3), one, AT)
      .thenRefused(['NUMBER_NOT_NEXT']);
    given([proposal(text), publication])
      .when(proposing(otherWords, 2), one, AT)
      .thenRefused(['LAW_ALREADY_PUBLISHED']);
  });

  it('begins on no day that is over, when it is proposed and when it is published', () => {
    const past = definitionFrom(civilDate('2020-03-01'));
    given([]).when(proposing(past), one, AT).thenRefused(['LAW_INTO_THE_PAST']);
    given([proposal(text)])
      .when(publishing(text), other, '2020-03-03T00:00:00+08:00')
      .thenRefused(['LAW_INTO_THE_PAST']);
  });

  it('is held to its self-check and its digest when it is proposed', () => {
    const unsound = { ...text.definition, steps: text.definition.steps.slice(0, 2) };
    const ref = definitionRef(unsound.id, 9, digestOf(unsound));
    given([])
      .when(proposing({ definition: unsound, ref }), one, AT)
      .thenRefused(['DEFINITION_NOT_SOUND']);
    const { effective: _effective, ...dayless } = text.definition;
    const ofDayless = { definition: dayless as Definition, ref: definitionRef(dayless.id, 9, digestOf(dayless)) };
    given([]).when(proposing(ofDayless), one, AT).thenRefused(['DEFINITION_NOT_SOUND']);
    given([])
      .when(proposing({ ...text, ref: otherWords.ref }), one, AT)
      .thenRefused(['REFERENCE_NOT_THE_DIGEST']);
  });
});

describe('what nobody need propose', () => {
  const alone = specFor(definitionDecider, { byTwo: false });

  it('comes with the program, or was published when one person could (version 1 of the order)', () => {
    const was = definitionFrom(civilDate('2014-01-01'));
    alone
      .given([])
      .when(publishing(was), program, AT)
      .then([{ type: 'definition.DefinitionPublished.v1', data: was }]);
    alone
      .given([])
      .when(publishing(text), one, AT)
      .then([{ type: 'definition.DefinitionPublished.v1', data: text }]);
  });
});

describe('a policy that persons make (architecture §5)', () => {
  const setOf = (value: number) => {
    const monitoringLine = { value, clause: '§6.1', mark: 'ASSUMPTION' } as const;
    const set: PolicySet = { ...national, version: 9, parameters: { ...national.parameters, monitoringLine } };
    return { set, ref: `${set.id}@9#${digestOf(set)}` };
  };
  const lines = setOf(700_000);
  const otherLines = setOf(800_000);
  const ofPolicy = specFor(policyDecider, { byTwo: true });
  const proposed = { type: 'policy.PolicyProposed.v1', data: { no: 1, ...lines }, by: one.id } as const;
  const publish = (words: typeof lines) => ({ type: 'PublishPolicy', data: words }) as const;

  it('is proposed by one and published by another, in the same words', () => {
    ofPolicy
      .given([])
      .when({ type: 'ProposePolicy', data: { no: 1, ...lines } }, one, AT)
      .then([{ type: 'policy.PolicyProposed.v1', data: { no: 1, ...lines } }]);
    ofPolicy
      .given([proposed])
      .when(publish(lines), other, AT)
      .then([{ type: 'policy.PolicyPublished.v1', data: lines }]);
  });

  it('is refused to one alone, without a proposal, and in other words', () => {
    ofPolicy.given([proposed]).when(publish(lines), one, AT).thenRefused(['LAW_OF_ONE_PERSON']);
    ofPolicy.given([]).when(publish(lines), other, AT).thenRefused(['LAW_NOT_PROPOSED']);
    ofPolicy.given([proposed]).when(publish(otherLines), other, AT).thenRefused(['LAW_PROPOSED_IN_OTHER_WORDS']);
  });

  it('is proposed sound, by the next number, and not once it is law', () => {
    const again = { type: 'ProposePolicy', data: { no: 1, ...otherLines } } as const;
    const unsound = { ...lines.set, year: 'twenty' } as unknown as PolicySet;
    const ofUnsound = { no: 1, set: unsound, ref: `${unsound.id}@9#${digestOf(unsound)}` };
    ofPolicy.given([]).when({ type: 'ProposePolicy', data: ofUnsound }, one, AT).thenRefused(['POLICY_NOT_SOUND']);
    ofPolicy.given([proposed]).when(again, one, AT).thenRefused(['NUMBER_NOT_NEXT']);
    ofPolicy
      .given([proposed, { type: 'policy.PolicyPublished.v1', data: lines, by: other.id }])
      .when({ type: 'ProposePolicy', data: { no: 2, ...otherLines } }, one, AT)
      .thenRefused(['LAW_ALREADY_PUBLISHED']);
  });
});
