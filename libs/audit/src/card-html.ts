import {
  card as words,
  detailText,
  handText,
  type Language,
  officeText,
  plainRule,
  refusalText,
  termOf,
  valueText,
} from '#libs/terms';
import { type CardHand } from './card-hands.js';
import { type Card, type CardRefusal, type CardRemedy, type CardRow, type CardRule } from './card.js';
import { escaped, FACES } from './page.js';

/** A4. The list of all rules is for the screen: a card that is handed out stays short. */
const STYLE = `
@page { size: A4; margin: 9mm 12mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 184mm; padding: 6mm 0; color: #000; background: #fff; ${FACES.body} font-size: 10.5pt; line-height: 1.45; }
h1, h2, th, dt { ${FACES.heads} font-weight: 700; }
h1 { font-size: 17pt; text-align: center; margin: 0 0 3mm; letter-spacing: .1em; }
body:lang(en) { font-family: "Times New Roman", "Noto Serif", FangSong, "Noto Serif CJK SC", serif; }
:lang(en) h1 { letter-spacing: 0; font-size: 15pt; }
h2 { font-size: 11pt; margin: 3.2mm 0 1mm; border-bottom: .6pt solid #000; }
dl { display: grid; grid-template-columns: max-content 1fr max-content 1fr; gap: .3mm 3mm; margin: 0; }
dt, dd { margin: 0; }
dd { overflow-wrap: anywhere; }
dt.wide { grid-column: 1; }
dd.wide { grid-column: span 3; }
.result { border: 1pt solid #000; padding: 1.6mm 3mm; margin: 3mm 0 0; font-size: 12pt; }
table { border-collapse: collapse; width: 100%; font-size: 8.2pt; line-height: 1.28; }
th, td { border: .5pt solid #000; padding: .5mm 1.2mm; text-align: left; vertical-align: top; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th.step { width: 24mm; }
th.who { width: 34mm; }
td.day { white-space: nowrap; }
ul { margin: 0; padding: 0; list-style: none; }
li.rule { display: inline; }
li.rule:not(:last-child)::after { content: ""; padding-right: .8em; }
.unmet { font-weight: 700; }
.small { font-size: 8pt; color: #222; }
.officials { font-size: 7.9pt; line-height: 1.22; margin: 1mm 0 0; overflow-wrap: anywhere; }
ol { margin: 0; padding-left: 1.6em; }
.sign { display: flex; gap: 8mm; margin-top: 5mm; }
.sign span { flex: 1; border-bottom: .6pt solid #000; min-height: 7mm; }
footer { margin-top: 2.5mm; font-size: 8pt; overflow-wrap: anywhere; }
details { margin-top: 4mm; font-size: 8.5pt; }
@media print { details { display: none; } body { padding: 0; max-width: none; font-size: 9.2pt; line-height: 1.3; } table { font-size: 7.9pt; line-height: 1.22; } h1 { font-size: 15pt; margin-bottom: 1.5mm; } h2 { margin-top: 2mm; } .result { margin-top: 1.5mm; font-size: 11pt; padding: 1mm 2.5mm; } .sign { margin-top: 3mm; } footer { margin-top: 1.5mm; font-size: 7.5pt; } }
`;

/**
 * One page to hand out or to print: works without a network, says its language, and names nobody of the household, and of officials
 * those whom the reader may know.
 */
export function cardHtml(card: Card, language: Language): string {
  const say = (name: keyof typeof words): string => escaped(words[name][language]);
  const title = say('title');
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} ${escaped(card.householdId)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
${headOf(card, language)}
<p class="result"><strong>${say('result')}</strong> ${escaped(card.sentence[language])}${card.reasonSealed ? ` <span class="small">${say('reasonSealed')}</span>` : ''}</p>
${card.rows.length === 0 ? '' : rowsOf(card, language)}
${card.refusals.length === 0 ? '' : `<h2>${say('refusals')}</h2>\n<ul>${card.refusals.map((one) => refusalOf(one, language)).join('')}</ul>`}
${card.remedies.length === 0 ? '' : `<h2>${say('remedies')}</h2>\n<ol>${card.remedies.map((one) => remedyOf(one, language)).join('')}</ol>`}
<div class="sign"><span>${say('delivered')}</span><span>${say('received')}</span><span>${say('deliveredOn')}</span></div>
<footer>${footOf(card, language)}</footer>
${card.rows.length === 0 ? '' : allRules(card.rows, language)}
</body>
</html>
`;
}

function headOf(card: Card, language: Language): string {
  const entries: readonly (readonly [keyof typeof words, string, boolean?])[] = [
    ['household', card.householdId],
    ['head', words.masked[language]],
    ...(card.householdNo === null ? [] : ([['householdNo', card.householdNo]] as const)),
    ['place', card.place.join(language === 'zh' ? '' : ', ')],
    ...(card.case === null
      ? []
      : ([
          ['year', String(card.case.programYear)],
          ['procedure', `${card.case.label[language]} (${card.case.definition.split('#')[0] ?? ''})`],
          ['instrument', card.case.instrument, true],
        ] as const)),
  ];
  const pairs = entries.map(
    ([name, value, wide]) =>
      `<dt${wide === true ? ' class="wide"' : ''}>${escaped(words[name][language])}</dt><dd${wide === true ? ' class="wide"' : ''}>${escaped(value)}</dd>`,
  );
  return `<dl>${pairs.join('')}</dl>`;
}

function rowsOf({ rows, case: of }: Card, language: Language): string {
  const labels = of?.labels ?? {};
  const say = (name: keyof typeof words): string => escaped(words[name][language]);
  const heads = (['step', 'day', 'who', 'found'] as const).map((name) => `<th class="${name}">${say(name)}</th>`).join('');
  return `<h2>${say('steps')}</h2>
<table><thead><tr>${heads}</tr></thead><tbody>
${rows.map((row) => rowOf(row, labels, language)).join('\n')}
</tbody></table>
${officialsOf(rows, language)}`;
}

type Labels = NonNullable<Card['case']>['labels'];

/** With parts called as their definition calls them. */
function labelled(text: string, labels: Labels, language: Language): string {
  return text.replace(/[A-Z][A-Z0-9_]*\.[A-Z][A-Z0-9_]*/g, (id) => labels[id]?.[language] ?? id);
}

function rowOf(row: CardRow, labels: Labels, language: Language): string {
  const comma = language === 'zh' ? '、' : ', ';
  const event = termOf('event', row.event.type)[language];
  const label = row.label[language];
  const round = row.round > 1 ? ` (${words.round[language].replace('{n}', String(row.round))})` : '';
  // The votes of a review stand in its rules.
  const told = row.rules.some(({ code }) => code === 'VOTES_DO_NOT_ADD_UP');
  const detail = told ? '' : labelled(detailText(row.event.type, row.data, [], language), labels, language);
  const done = [label === event ? undefined : event, detail === '' ? undefined : detail].filter((part) => part !== undefined);
  const also =
    row.alsoMet === 0
      ? ''
      : `<li class="rule small">${escaped(words.alsoChecked[language].replace('{n}', String(row.alsoMet)))}</li>`;
  const rules = row.rules.map((rule) => ruleOf(rule, language)).join('');
  return `<tr><td>${escaped(label + round)}</td><td class="day">${row.on}</td><td>${escaped(row.by.map((office) => officeText(office, language)).join(comma))}</td><td>${escaped(done.join(language === 'zh' ? '：' : ': '))}<ul>${rules}${also}</ul></td></tr>`;
}

/** Each who signed, performed or recorded a step, once: in which office, and who where the reader may know it. */
function officialsOf(rows: readonly CardRow[], language: Language): string {
  const told = rows.flatMap(({ hands }) =>
    hands.flatMap((hand) => (hand.did === 'PRESENT' || hand.office === 'HOUSEHOLD' || isEngine(hand) ? [] : [hand])),
  );
  const texts = new Set(told.map((hand) => handText({ ...hand, person: hand.person ?? words.notNamed[language] }, language)));
  if (texts.size === 0) return '';
  const list = escaped([...texts].join(language === 'zh' ? '、' : ', '));
  return `<p class="officials"><strong>${escaped(words.officials[language])}</strong> ${list}</p>`;
}

const isEngine = ({ office }: CardHand): boolean => office === 'process' || office === 'clock';

function ruleOf({ met, rule, found, clause }: CardRule, language: Language): string {
  const mark = met ? '✓' : '✗';
  const joint = language === 'zh' ? '：' : ': ';
  const text = `${mark} ${rule[language]}${joint}${found[language]}`;
  return `<li class="rule${met ? '' : ' unmet'}" title="${escaped(clause)}">${escaped(text)} <span class="small">[${escaped(briefly(clause))}]</span></li>`;
}

/** The row itself; how its number was come by stands in the list of all rules. */
export const briefly = (clause: string): string => clause.replace(/(, | says |: |; (?=[a-z])).*$/, '');

function refusalOf({ on, orderType, office, findings }: CardRefusal, language: Language): string {
  const what = `${on} ${termOf('order', orderType)[language]} (${officeText(office, language)})`;
  const joint = language === 'zh' ? '：' : ': ';
  const told = findings.map((finding) => {
    const plain = plainRule(finding);
    return plain === undefined
      ? refusalText(finding, language)
      : `✗ ${plain.rule[language]}${joint}${plain.found[language]} [${finding.clause}]`;
  });
  return `<li>${escaped(`${what}${joint}${told.join(' ')}`)}</li>`;
}

function bold(parts: readonly string[], language: Language): string {
  return parts.length === 0 ? '' : ` — <strong>${escaped(parts.join(language === 'zh' ? '，' : ', '))}</strong>`;
}

/** Of these the words say until when, or that the time was used. */
const LIMIT_IN_WORDS: ReadonlySet<CardRemedy['remedy']> = new Set([
  'RECHECK_REQUESTED',
  'RECHECK_DONE',
  'REVOKE_CONSENT',
  'WITHDRAW',
]);

function remedyOf({ remedy, words: said, until, level, clause, ours }: CardRemedy, language: Language): string {
  const limit = LIMIT_IN_WORDS.has(remedy)
    ? []
    : [until === null ? words.noLimit[language] : `${words.until[language]} ${until}`];
  const who = level === null ? [] : [termOf('level', level)[language]];
  const basis = [clause, ...(ours ? [words.ours[language]] : [])].join(language === 'zh' ? '，' : ', ');
  return `<li>${escaped(said[language])}${bold([...who, ...limit], language)} <span class="small">[${escaped(basis)}]</span></li>`;
}

function footOf(card: Card, language: Language): string {
  const { events, lastPosition, on } = card.madeFrom;
  return escaped(
    [
      `${words.madeFrom[language]} (${events} ${words.events[language]}${lastPosition === null ? '' : `, #${lastPosition}`})`,
      ...(card.case === null
        ? []
        : [`${words.caseNo[language]} ${card.case.caseId}`, shortened(card.case.definition), shortened(card.case.policy)]),
      `${words.printedOn[language]} ${on}`,
    ].join(' · '),
  );
}

/** As much of a digest as tells two versions apart. */
const shortened = (ref: string): string => ref.replace(/(#.{12}).*$/, '$1…');

/** Every rule that each step was held against, as `explain` finds them: for the screen. */
function allRules(rows: readonly CardRow[], language: Language): string {
  const lines = rows.flatMap(({ label, on, findings, hands }) => [
    `<tr><th colspan="4">${escaped(`${on} ${label[language]}`)}</th></tr>`,
    ...handRows(hands, language),
    ...findings.map(
      ({ code, met, clause, required, actual }) =>
        `<tr><td>${met ? '✓' : '✗'} ${escaped(code)}</td><td>${escaped(valueText(required, language))}</td><td>${escaped(valueText(actual, language))}</td><td>${escaped(clause)}</td></tr>`,
    ),
  ]);
  return `<details><summary>${escaped(words.allRules[language])}</summary><table>${lines.join('\n')}</table></details>`;
}

/** Who recorded a step, and who was there to vote: how anybody voted is nowhere recorded. */
function handRows(hands: readonly CardHand[], language: Language): readonly string[] {
  return (['RECORDED', 'PRESENT'] as const).flatMap((did) => {
    const told = hands.filter((hand) => hand.did === did).map((hand) => handText(hand, language));
    if (told.length === 0) return [];
    const counted = [...Map.groupBy(told, (text) => text)].map(([text, all]) =>
      all.length === 1 ? text : `${text} × ${all.length}`,
    );
    const text = `${words[did][language]}${language === 'zh' ? '：' : ': '}${counted.join(language === 'zh' ? '、' : ', ')}`;
    return [`<tr><td colspan="4">${escaped(text)}</td></tr>`];
  });
}
