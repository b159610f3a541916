import { commandLine as words, type Language, refusalText, termOf } from '#libs/terms';
import { civilDateOf } from '#libs/kernel';
import { shortName } from './compare.js';
import { type EventSeen, type LineReport, type RehearsalReport } from './report.js';

const INDENT = '        ';

/** The account of a rehearsal, line by line, for people. */
export function accountOf(report: RehearsalReport, language: Language): string {
  if (report.notUnderstood.length > 0) {
    const faults = report.notUnderstood.map(
      ({ line, expected }) => `✗ ${words.line[language]} ${line}: ${words.expected[language]} ${expected[language]}`,
    );
    return [...faults, words.notUnderstood[language]].join('\n');
  }
  return [...report.lines.map((line) => lineOf(line, language)), '', summary(report, language)].join('\n');
}

/** The last line: how much was done, and whether all holds. */
export function summary({ ok, orders, expectations, failed }: RehearsalReport, language: Language): string {
  const counts = `${orders} ${words.orders[language]}, ${expectations} ${words.expectations[language]}`;
  if (expectations === 0) return `${counts}; ${words.noExpectation[language]}`;
  return ok ? `${counts}; ${words.allHold[language]}` : `${counts}; ${failed} ${words.notAllHold[language]}`;
}

function lineOf(report: LineReport, language: Language): string {
  const mark = report.faults.length > 0 ? '✗' : '✓';
  const number = String(report.line).padStart(4);
  const lines = [
    ...(report.comment === undefined ? [] : [`      # ${report.comment}`]),
    ...(report.kind === 'comment' ? [] : [`${number} ${mark} ${saidOf(report, language)}`]),
    ...report.events.map((event) => `${INDENT}→ ${eventOf(event, language)}`),
    ...report.refused.map((finding) => `${INDENT}⊘ ${finding.code} ${refusalText(finding, language)}`),
    ...report.faults.map((fault) => `${INDENT}✗ ${fault[language]}`),
  ];
  return lines.join('\n');
}

function saidOf(report: LineReport, language: Language): string {
  switch (report.kind) {
    case 'order': {
      const performed = report.performedBy === undefined ? '' : `, ${words.performedBy[language]} ${report.performedBy}`;
      const rehearsed = report.dryRun === true ? ` (${words.dryRun[language]})` : '';
      const nothing =
        report.events.length === 0 && report.refused.length === 0 && report.faults.length === 0
          ? `: ${words.nothingDone[language]}`
          : '';
      const said = `${termOf('order', report.said)[language]} ${report.said}`;
      return `${civilDateOf(report.at)} ${report.actor ?? ''}${performed}  ${said}${rehearsed}${nothing}`;
    }
    case 'advance':
      return `${words.advanced[language]} ${civilDateOf(report.at)}`;
    case 'through':
      return `${words.walked[language]} ${report.said} (${civilDateOf(report.at)})`;
    case 'use':
      return `${words.countySetUp[language]} ${report.said}`;
    case 'set':
      return `${words.named[language]} ${report.said}`;
    case 'expect':
    case 'expectRefused':
      return report.faults.length === 0 ? words.asExpected[language] : words.notAllHold[language];
    case 'comment':
      return '';
  }
}

function eventOf({ stream, type, occurredOn }: EventSeen, language: Language): string {
  const on = occurredOn === undefined ? '' : ` (${occurredOn})`;
  return `${termOf('event', type)[language]} ${shortName(type)}  ${stream}${on}`;
}
