import { dossier as words, dossierFlaws, type Language, termOf } from '#libs/terms';
import { type DossierFlaw, type DossierPlace } from './flaw.js';
import { type Trust } from './trust.js';
import { type VerifiedDossier } from './verify.js';

/** What was found, as lines for a person: the verdict first, then each flaw with its place, then on what it rests. */
export function report(verified: VerifiedDossier, { witnesses = [] }: Trust, language: Language): readonly string[] {
  const say = (key: keyof typeof words): string => words[key][language];
  const { verdict, flaws, flawCount, contents, events, opened, sealed, record, checkpoint, signedAt } = verified;
  const means = { WHOLE: 'wholeMeans', NOT_WHOLE: 'notWholeMeans', UNPROVEN: 'unprovenMeans' } as const;
  const mark = { WHOLE: '✓', NOT_WHOLE: '✗', UNPROVEN: '?' }[verdict];
  const more = flawCount - flaws.length;
  return [
    `${mark} ${say(verdict)}: ${say(means[verdict])}`,
    ...(flawCount === 0 ? [] : [`  ${say('flaws')}: ${flawCount}`]),
    ...flaws.map((flaw) => `  ✗ ${flawText(flaw, language)}`),
    ...(more > 0 ? [`    ${say('andMore')} ${more}`] : []),
    ...(contents === undefined
      ? []
      : [
          `  ${say('household')} ${contents.household}: ${events.length} ${say('events')}, ${contents.streams.length} ${say('streams')}`,
        ]),
    ...(contents === undefined ? [] : [`  ${sealed} ${say('sealedCount')}, ${opened.size} ${say('openedCount')}`]),
    ...(record === undefined
      ? []
      : [
          `  ${say('recordedAs')} ${record.event.metadata['recordedAt'] ?? ''}, ${say('takenBy')} ${record.event.metadata['actorId'] ?? ''} ` +
            `(${termOf('office', record.event.metadata['actorRole'] ?? '')[language]}), ${say('leaf')} ${record.leaf}`,
        ]),
    ...(checkpoint === undefined
      ? []
      : [`  ${say('log')} ${checkpoint.origin}, ${say('checkpoint')} ${checkpoint.size} ${say('leaves')} ${checkpoint.root}`]),
    ...(signedAt === undefined ? [] : [`  ${say('signedAt')} ${timeOf(signedAt)}`]),
    ...verified.witnesses.map(({ name, time }) => `  ${say('cosignedBy')} ${name}${time === 0 ? '' : `, ${timeOf(time)}`}`),
    ...(witnesses.length === 0 && verdict !== 'UNPROVEN' ? [`  ${say('noWitness')}`] : []),
  ];
}

const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

function flawText({ code, place }: DossierFlaw, language: Language): string {
  return `${code} ${dossierFlaws[code][language]}${placeText(place, language)}`;
}

function placeText(place: DossierPlace, language: Language): string {
  const named = (key: keyof DossierPlace): readonly string[] =>
    place[key] === undefined ? [] : [`${words[key][language]} ${String(place[key])}`];
  const parts = (['part', 'stream', 'revision', 'leaf', 'byte', 'expected', 'found'] as const).flatMap(named);
  return parts.length === 0 ? '' : ` [${parts.join(', ')}]`;
}
