import { amount, findTerm, term, type TermCategory, type TermKey, termOf } from '#libs/terms';
import { definitions } from './definitions/index.js';
import { type Basis, type DateRule, type Definition, type Duration, type Fraction, type Part } from './definition.js';
import { flowchart } from './flowchart.js';
import { type PlacedPart, placedParts, predecessors } from './law-of.js';
import { policySets, shippedTimers } from './policies/index.js';
import { type PolicySet } from './policy.js';
import { type Timer } from './timer.js';

/** A generated document: its name in `docs/procedure`, and its whole text. */
export interface DescribedFile {
  readonly file: string;
  readonly text: string;
}

/** The documents of all definitions that we ship, and their index. The same text for the same definitions, to the byte. */
export function describeAll(): readonly DescribedFile[] {
  return [
    ...definitions.map((definition) => ({ file: fileOf(definition), text: describeDefinition(definition) })),
    { file: 'timers.md', text: describeTimers(shippedTimers, policySets) },
    { file: 'README.md', text: indexOf(definitions) },
  ];
}

/** A definition for people: what it claims, a table of its parts, its rules between dates, a flowchart; zh and en. */
export function describeDefinition(definition: Definition): string {
  const { instrument, effective, effect } = definition;
  const dates = [
    both('phrase.from'),
    effective.from,
    ...(effective.until === undefined ? [] : [both('phrase.until'), effective.until]),
  ];
  const facts: readonly (readonly [TermKey, string])[] = [
    ['phrase.kind', code('caseKind', definition.kind)],
    ['phrase.slogan', claims(definition)],
    ['phrase.instrument', `${instrument.title}, ${instrument.documentNo}${marked(instrument.basis)}`],
    ['phrase.effective', `${dates.join(' ')}${marked(effective.basis)}`],
    ['phrase.area', `\`${definition.area}\``],
    [
      'phrase.effect',
      `${code('outcome', effect.result)}: ${both('phrase.afterPart')} \`${effect.after}\`${marked(effect.basis)}`,
    ],
    ...(definition.total === undefined ? [] : [['phrase.total', durationText(definition.total)] as const]),
  ];
  return [
    `# ${definition.id}@${definition.version}: ${definition.label.zh}`,
    definition.label.en,
    `<!-- ${term('phrase.generated').en}. ${term('phrase.generated').zh} -->`,
    facts.map(([key, text]) => `- **${both(key)}**: ${text}`).join('\n'),
    partsTable(definition),
    ...(definition.dateRules.length === 0
      ? []
      : [`## ${both('phrase.dateRules')}`, definition.dateRules.map(ruleText).join('\n')]),
    `## ${both('phrase.flow')}`,
    flowchart(definition),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

const TIMER_HEADS = [
  'phrase.timer',
  'phrase.kind',
  'phrase.length',
  'phrase.startsWith',
  'phrase.metBy',
  'phrase.fallsTo',
  'phrase.reminder',
  'phrase.expiry',
  'phrase.tells',
  'phrase.second',
  'phrase.clause',
] as const satisfies readonly TermKey[];

/** The timers of domain.md §5 as the nation's policy has them, those that nothing starts yet among them (R20). */
/** What provinces and counties have otherwise, a row for each timer and length of theirs. */
function localTimersTable(sets: readonly PolicySet[]): string {
  const years = new Map<string, number[]>();
  for (const { area, year, parent, parameters } of sets) {
    for (const timer of parent === undefined ? [] : (parameters.timers ?? [])) {
      const length = timer.term === undefined ? dayText(timer) : lengthText(timer.term);
      const row = [`\`${area}\``, `${timer.id}<br>${code('timer', timer.id)}`, length, `${timer.clause}${marked(timer)}`];
      const key = JSON.stringify(row);
      years.set(key, [...(years.get(key) ?? []), year]);
    }
  }
  const rows = [...years].map(([key, of]) => {
    const [area = '', timer = '', length = '', clause = ''] = JSON.parse(key) as readonly string[];
    return [area, timer, of.sort((a, b) => a - b).join(', '), length, clause];
  });
  const heads: readonly TermKey[] = ['phrase.area', 'phrase.timer', 'phrase.years', 'phrase.length', 'phrase.clause'];
  return table(
    heads.map(both),
    rows.sort(([areaA = '', timerA = ''], [areaB = '', timerB = '']) => (`${areaA} ${timerA}` < `${areaB} ${timerB}` ? -1 : 1)),
  );
}

function describeTimers(timers: readonly Timer[], sets: readonly PolicySet[]): string {
  const rows = timers.map((timer) => [
    `${timer.id}<br>${code('timer', timer.id)}`,
    [code('timerKind', timer.kind), ...(timer.procedures ?? []).map((kind) => code('caseKind', kind))].join('<br>'),
    timer.term === undefined ? dayText(timer) : lengthText(timer.term),
    code('timerStart', timer.starts),
    timer.starts === 'NOTHING' ? '' : code('timerEnd', timer.ends),
    levelText(timer.fallsTo),
    timer.remindDaysBefore === undefined ? '' : beforeText(timer.remindDaysBefore),
    code('timerExpiry', timer.expiry),
    timer.expiry !== 'MISSED'
      ? ''
      : timer.escalatesTo === undefined
        ? both('phrase.oneLevelUp')
        : code('level', timer.escalatesTo),
    timer.second === undefined ? '' : lengthText(timer.second),
    `${timer.clause}${marked(timer)}`,
  ]);
  return [
    `# ${both('phrase.timers')}`,
    `<!-- ${term('phrase.generated').en}. ${term('phrase.generated').zh} -->`,
    table(TIMER_HEADS.map(both), rows),
    `## ${both('phrase.timersElsewhere')}`,
    localTimersTable(sets),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

const lengthText = ({ length, unit }: Pick<Duration, 'length' | 'unit'>): string =>
  `${amount(length, unit, 'zh')} ${amount(length, unit, 'en')}`;

function beforeText(days: number): string {
  const { zh, en } = term('phrase.before');
  return `${amount(days, 'cd', 'zh')}${zh} ${amount(days, 'cd', 'en')} ${en}`;
}

/** A fixed day, such as `12-31`; of a month's end and of the next year in words. */
function dayText({ on = '', nextYear }: Timer): string {
  const [month = '', end] = on.split('-END');
  const day = end === undefined ? on : `${month} ${both('phrase.lastOfMonth')}`;
  return nextYear === true ? `${day}, ${both('phrase.ofNextYear')}` : day;
}
function levelText(fallsTo: Timer['fallsTo']): string {
  if (fallsTo === 'OF_PART') return both('phrase.ofPart');
  return fallsTo === 'OF_INVESTIGATION' ? both('phrase.ofInvestigation') : code('level', fallsTo);
}

function fileOf({ id, version }: Definition): string {
  return `${id.toLowerCase()}-v${version}.md`;
}

function indexOf(all: readonly Definition[]): string {
  const rows = all.map((definition) => [
    `[${definition.id}@${definition.version}](${fileOf(definition)})`,
    `${definition.label.zh}<br>${definition.label.en}`,
    `\`${definition.area}\``,
    `${definition.effective.from} – ${definition.effective.until ?? ''}`.trim() + marked(definition.effective.basis),
  ]);
  const heads = ['phrase.procedures', 'phrase.name', 'phrase.area', 'phrase.effective'] as const;
  return [
    `# ${both('phrase.procedures')}`,
    `<!-- ${term('phrase.generated').en}. ${term('phrase.generated').zh} -->`,
    table(heads.map(both), rows),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

const HEADS = [
  'phrase.step',
  'phrase.part',
  'phrase.kind',
  'phrase.level',
  'phrase.performedBy',
  'phrase.evidence',
  'phrase.signatures',
  'phrase.quorum',
  'phrase.minimum',
  'phrase.maximum',
  'phrase.after',
  'phrase.clause',
] as const satisfies readonly TermKey[];

function partsTable(definition: Definition): string {
  const after = predecessors(definition);
  const rows = placedParts(definition).map((placed) => {
    const { step, part, id } = placed;
    return [
      `${step.no} ${step.label.zh}<br>${step.label.en}`,
      `\`${id}\`<br>${part.label.zh}<br>${part.label.en}`,
      code('kind', part.kind),
      code('level', part.level),
      people(part),
      evidenceText(part),
      signaturesText(part),
      contentText(placed),
      part.minDuration === undefined ? '' : durationText(part.minDuration),
      part.maxDuration === undefined ? '' : durationText(part.maxDuration),
      (after[id] ?? []).map((before) => `\`${before}\``).join('<br>'),
      `${part.basis.clause}${marked(part.basis)}`,
    ];
  });
  return table(HEADS.map(both), rows);
}

function people(part: Part): string {
  const performers =
    part.performedBy.length === 0 ? [both('phrase.household')] : part.performedBy.map((office) => code('office', office));
  const recorders = part.recordedBy.map((office) => code('office', office));
  return `${performers.join('<br>')}<br>*${both('phrase.recordedBy')}: ${recorders.join(', ')}*`;
}

function evidenceText(part: Part): string {
  const optional = (required: boolean): string => (required ? '' : ` (${both('phrase.optional')})`);
  return [
    ...part.evidence.map(({ label, required }) => `${label.zh} ${label.en}${optional(required)}`),
    ...part.seals.map(({ org, required }) => `${both('phrase.seal')}: ${code('organisation', org)}${optional(required)}`),
  ].join('<br>');
}

function signaturesText(part: Part): string {
  const slots = part.signatures.map(({ offices, min }) => {
    const who = offices.length === 0 ? both('phrase.household') : offices.map((office) => code('office', office)).join(' / ');
    return `${who} ≥ ${min}`;
  });
  const distinct = part.minDistinctPersons;
  return [...slots, ...(distinct === undefined ? [] : [`${both('phrase.distinct')} ≥ ${distinct}`])].join('<br>');
}

/** What only parts of its kind have. */
function contentText({ part }: PlacedPart): string {
  const lines = [...kindText(part)];
  if (part.onFail !== undefined) lines.push(`${both('phrase.onFail')}: ${code('failure', part.onFail)}`);
  if (part.onObjection?.mode === 'GATE') lines.push(both('phrase.openObjection'));
  if (part.onObjection?.returnTo !== undefined) lines.push(`${both('phrase.returnTo')}: \`${part.onObjection.returnTo}\``);
  return lines.join('<br>');
}

function kindText(part: Part): readonly string[] {
  switch (part.kind) {
    case 'review':
      return [
        `${code('body', part.body)}, ${code('reviewForm', part.form)}`,
        ...part.quorums.map(({ bodyKind, from, until, fraction, basis }) => {
          const dates = [
            ...(from === undefined ? [] : [both('phrase.from'), from]),
            ...(until === undefined ? [] : [both('phrase.until'), until]),
          ];
          return `${[code('bodyKind', bodyKind), ...dates].join(' ')}: ${both('phrase.present')} ${fractionText(fraction)}${marked(basis)}`;
        }),
        `${both('phrase.for')} ${fractionText(part.majority)}`,
        part.methods.map((method) => code('voteMethod', method)).join(' / '),
        ...(part.readOutComparison ? [both('phrase.readOut')] : []),
      ];
    case 'survey': {
      const most = part.maxSurveyors === undefined ? '' : `, ≤ ${part.maxSurveyors}`;
      const representatives =
        part.minRepresentatives === undefined ? [] : [`${code('office', 'VILLAGE_REPRESENTATIVE')} ≥ ${part.minRepresentatives}`];
      return [
        `${both('phrase.surveyors')} ≥ ${part.minSurveyors}${most}`,
        ...representatives,
        `${both('phrase.criteria')}: ${part.criteria.map((criterion) => code('criterion', criterion)).join(', ')}`,
      ];
    }
    case 'comparison':
      return [
        `${both('phrase.sources')}:`,
        ...part.sources.map(({ source, answers }) => `${code('source', source)} (${answers.map(answerText).join(', ')})`),
      ];
    case 'notice':
    case 'announcement':
      return [`${both('phrase.places')}: ${part.places.map((place) => code('place', place)).join(', ')}`];
    case 'consent':
      return [`${both('phrase.consentReturn')}: \`${part.returnTo}\` (≤ ${part.maxRefusals})`];
    case 'audit':
      return part.samplePermille === 0 ? [] : [`${both('phrase.sample')} ≥ ${part.samplePermille} ‰`];
    case 'application':
      return [code('applicationForm', part.form)];
    case 'verification':
    case 'approval':
    case 'filing':
      return [];
  }
}

function answerText(answer: string): string {
  const words = findTerm('redLine', answer);
  return words === undefined ? code('criterion', answer) : `${answer} ${words.zh} ${words.en}`;
}

function ruleText(rule: DateRule): string {
  const said = {
    NOT_BEFORE: both('phrase.notBefore'),
    MIN_GAP: both('phrase.minGap'),
    SIGNED_WITHIN: both('phrase.signedWithin'),
  }[rule.kind];
  const gap =
    rule.kind === 'MIN_GAP'
      ? `, ${both('phrase.byDays')} ${lengthText({ length: rule.days, unit: 'cd' })}${timerText(rule.timer)}`
      : '';
  return `- \`${rule.part}\` ${said} \`${rule.other}\`${gap} (${rule.basis.clause}${marked(rule.basis)})`;
}

function durationText({ length, unit, timer, basis }: Duration): string {
  return `${lengthText({ length, unit })}${timerText(timer)}${marked(basis)}`;
}

function timerText(timer: string | undefined): string {
  return timer === undefined ? '' : ` ${timer}`;
}

function fractionText({ numerator, denominator, strict }: Fraction): string {
  return `${strict ? '>' : '≥'} ${numerator}/${denominator}`;
}

function claims({ slogan }: Definition): string {
  return (['steps', 'reviews', 'notices', 'comparisons', 'announcements'] as const)
    .map((what) => `${slogan[what]} ${both(`phrase.${what}`)}`)
    .join(', ');
}

/** Shown wherever it is ours (domain.md, row marks). */
function marked(basis: Basis): string {
  return basis.mark === 'ASSUMPTION' ? ` **[${both('phrase.ours')}]**` : '';
}

function both(key: TermKey): string {
  const { zh, en } = term(key);
  return `${zh} ${en}`;
}

function code(category: TermCategory, value: string): string {
  const { zh, en } = termOf(category, value);
  return zh === en ? zh : `${zh} ${en}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
