import { areaText, type Names } from '#libs/audit';
import { type EventReader } from '#libs/event-store';
import {
  areasOfProposals,
  LAW_KINDS,
  type LawKind,
  lawProposal,
  type LawProposal,
  lawProposals,
  PROPOSAL_STATES,
  proposedText,
  type ReadModels,
} from '#libs/read-models';
import { commandFaults, commandLine, findTerm, type Language, proposalWords as words, termOf } from '#libs/terms';
import { Failure } from '../failure.js';
import { intoNewFile } from '../new-file.js';
import { jsonOf, tableText } from '../output.js';
import { knownArea, openLog, openReadModels, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { namesOf } from './names-of.js';

export interface ProposalOptions {
  readonly data?: string;
  readonly state?: string;
  readonly kind?: string;
  readonly area?: string;
  /** Which proposal of the version that is named; the last one where absent. */
  readonly no?: string;
  /** Where the whole text of the one that is named is written. */
  readonly out?: string;
}

const PAGE = 500;

/** What programme administrators have proposed as law, or one proposal with its text (ADR 0042). */
export async function proposals(named: string, options: ProposalOptions, around: Surroundings): Promise<ExitCode> {
  const kind = oneOf('--kind', options.kind, LAW_KINDS);
  const state = oneOf('--state', options.state, PROPOSAL_STATES);
  if (named === '' && options.out !== undefined) throw new Failure(words.fileOfWhich);
  if (named === '' && options.no !== undefined) throw new Failure(words.noOfWhich);
  for (const [option, said] of [
    ['--state', state],
    ['--area', options.area],
  ] as const) {
    if (named !== '' && said !== undefined) throw new Failure(commandFaults.notTogether(option, named));
  }
  const { output } = around;
  const folder = dataFolder(options.data, around);
  const reader = await openLog(folder, around);
  const readModels = await openReadModels(folder, reader, around);
  try {
    const references = await referencesOf(reader);
    const names = namesOf(references);
    if (named !== '') {
      const proposal = await proposalNamed(named, kind, options.no, readModels);
      return await tellOne(proposal, { reader, names, out: options.out }, around);
    }
    const { directory } = references;
    const under = options.area === undefined ? undefined : knownArea(directory, options.area).id;
    const areas = (await areasOfProposals(readModels)).filter((one) => under === undefined || directory.isWithin(one, under));
    const filter = { areas, ...(state === undefined ? {} : { state }), ...(kind === undefined ? {} : { kind }) };
    const found: LawProposal[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page = await lawProposals(readModels, filter, { limit: PAGE, ...(after === undefined ? {} : { after }) });
      found.push(...page.items);
      after = page.next;
    }
    output.print({ proposals: found }, () => listText(found, names, output.language));
    return 0;
  } finally {
    await readModels.close();
    await reader.close();
  }
}

function oneOf<T extends string>(option: string, said: string | undefined, known: readonly T[]): T | undefined {
  const found = known.find((one) => one === said);
  if (said !== undefined && found === undefined) throw new Failure(commandFaults.notOneOf(option)(said, known));
  return found;
}

/** @throws Failure where nobody has proposed it, or it is of both kinds and none is said. */
async function proposalNamed(
  named: string,
  kind: LawKind | undefined,
  no: string | undefined,
  readModels: ReadModels,
): Promise<LawProposal> {
  const [, id, version] = /^(.+)@([1-9]\d{0,8})$/.exec(named) ?? [];
  if (id === undefined) throw new Failure(words.unknown(named));
  if (no !== undefined && !/^[1-9]\d{0,8}$/.test(no)) throw new Failure(commandFaults.wholeNumber('--no', no));
  const kinds = kind === undefined ? LAW_KINDS : [kind];
  const of = { id, version: Number(version), ...(no === undefined ? {} : { no: Number(no) }) };
  const found = (await Promise.all(kinds.map((one) => lawProposal(readModels, { kind: one, ...of })))).filter(
    (one) => one !== undefined,
  );
  const [proposal, ...more] = found;
  if (proposal === undefined) throw new Failure(words.unknown(named));
  if (more.length > 0) throw new Failure(words.several(named));
  return proposal;
}

interface Telling {
  readonly reader: EventReader;
  readonly names: Names;
  readonly out: string | undefined;
}

async function tellOne(proposal: LawProposal, { reader, names, out }: Telling, { output }: Surroundings): Promise<ExitCode> {
  const { language } = output;
  const document = proposedText(await reader.readStream(proposal.stream), proposal);
  if (document === undefined) throw new Failure(words.unknown(proposal.ref));
  if (out === undefined) {
    output.print({ proposal, document }, () => oneText(proposal, names, language));
    return 0;
  }
  await intoNewFile(out, (write) => write(`${jsonOf(document)}\n`));
  output.print({ proposal, file: out }, () => `✓ ${commandLine.written[language]} ${out}`);
  return 0;
}

/** `id@version`, and the digest of its words. */
function namedBy({ ref }: LawProposal): { readonly name: string; readonly digest: string } {
  const [name = '', digest = ''] = ref.split('#');
  return { name, digest };
}

function listText(found: readonly LawProposal[], names: Names, language: Language): string {
  if (found.length === 0) return words.none[language];
  const heads = (['state', 'kind', 'law', 'no', 'area', 'digest', 'proposed', 'settled'] as const).map(
    (key) => words[key][language],
  );
  return tableText([
    heads,
    ...found.map((one) => [
      words[one.state][language],
      words[one.kind][language],
      namedBy(one).name,
      String(one.no),
      areaText(one.area, names),
      namedBy(one).digest.slice(0, 12),
      `${one.proposedOn} ${one.proposedBy}`,
      one.settled === null ? '—' : `${one.settled.on} ${one.settled.by}`,
    ]),
  ]);
}

function oneText(one: LawProposal, names: Names, language: Language): string {
  const joint = language === 'zh' ? '：' : ': ';
  const who = ({ by, recordedBy }: { readonly by: string; readonly recordedBy: string }): string =>
    by === recordedBy ? by : `${by} (${words.recordedBy[language]} ${recordedBy})`;
  const office = (findTerm('office', one.office) ?? termOf('role', one.office))[language];
  const { settled } = one;
  return [
    `${words[one.kind][language]} ${namedBy(one).name}  ${words[one.state][language]}`,
    `${words.no[language]}${joint}${one.no}`,
    `${words.area[language]}${joint}${areaText(one.area, names)}`,
    `${words.digest[language]}${joint}${namedBy(one).digest}`,
    `${words.proposed[language]}${joint}${one.proposedOn} ${office} ${who({ by: one.proposedBy, recordedBy: one.recordedBy })}`,
    ...(settled === null ? [] : [`${words[one.state][language]}${joint}${settled.on} ${who(settled)}`]),
    words.howToRead(namedBy(one).name)[language],
  ].join('\n');
}
