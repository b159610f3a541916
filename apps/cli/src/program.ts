import { Command, CommanderError, Option } from 'commander';
import { BUILD } from '#libs/embedded';
import { commandLine as words, houseCopy, type Language } from '#libs/terms';
import { type ExitCode, type Surroundings } from './commands/command.js';
import { lineOf } from './failure.js';
import { Output, type Streams } from './output.js';
import { helpText, languageAsked, usageText } from './said.js';

/** What surrounds the program: where it writes, when it shall stop, what the environment says. */
export interface World {
  readonly streams: Streams;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type Chosen = Readonly<Record<string, string | boolean | undefined>>;

/** Runs `mingce` with these arguments; answers the exit code, 0 only where all is as expected. Never throws. */
export async function runProgram(args: readonly string[], world: World): Promise<number> {
  const asked = languageAsked(args, world.environment);
  let exitCode: number = 0;
  const run =
    (work: (around: Surroundings, chosen: Chosen, named: string) => Promise<ExitCode>) =>
    async (...given: readonly unknown[]): Promise<void> => {
      const command = given.at(-1) as Command;
      const chosen = command.optsWithGlobals<Chosen>();
      const named = typeof given[0] === 'string' ? given[0] : '';
      const output = new Output(world.streams, { json: chosen['json'] === true, language: asked ?? 'zh' });
      exitCode = await work({ output, signal: world.signal, environment: world.environment }, chosen, named);
    };
  const program = describe(asked, run, world.streams);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const asJson = args.includes('--json');
    const line = lineOf(error, asked ?? 'zh');
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
    if (asJson) world.streams.out(`${JSON.stringify({ error: line, ...code })}\n`);
    world.streams.err(`mingce: ${line}\n`);
    return 1;
  }
}

type Runner = (
  work: (around: Surroundings, chosen: Chosen, named: string) => Promise<ExitCode>,
) => (...given: readonly unknown[]) => Promise<void>;

function describe(asked: Language | undefined, run: Runner, streams: Streams): Command {
  const say = (key: keyof typeof words): string => helpText(words[key], asked);
  const program = new Command('mingce')
    .description(say('program'))
    .version(BUILD, '-V, --version', say('versionOption'))
    .helpOption('-h, --help', say('helpOption'))
    .helpCommand('help [command]', say('helpCommand'))
    .exitOverride()
    .configureOutput({
      writeOut: streams.out,
      writeErr: streams.err,
      outputError: (line, write) => {
        write(usageText(line, asked));
      },
    })
    .showSuggestionAfterError();
  const common = (command: Command): Command =>
    command
      .helpOption('-h, --help', say('helpOption'))
      .option('--json', say('optJson'))
      .addOption(new Option('--lang <language>', say('optLang')).choices(['zh', 'en']));
  const add = (name: string, description: keyof typeof words, to: Command = program): Command =>
    common(to.command(name).description(say(description)));

  add('start', 'start')
    .option('--port <port>', say('optPort'))
    .option('--data <folder>', say('optData'))
    .option('--demo', say('optDemo'))
    .option('--role <role>', say('optRole'))
    .action(
      run(async (around, { port, data, demo, role }) =>
        (await import('./commands/start.js')).start({ ...texts({ port, data, role }), demo: demo === true }, around),
      ),
    );

  add('simulate', 'simulate')
    .argument('<scenario>', say('argScenario'))
    .option('--scale <scale>', say('optScale'))
    .option('--seed <seed>', say('optSeed'))
    .option('--data <folder>', say('optTempData'))
    .option('--redis <url>', say('optRedis'))
    .option('--store <url>', say('optStore'))
    .option('--postgres <url>', say('optPostgres'))
    .option('--workers <count>', say('optWorkers'))
    .action(
      run(async (around, { scale, seed, data, redis, store, postgres, workers }, scenario) =>
        (await import('./commands/simulate.js')).simulate(
          scenario,
          texts({ scale, seed, data, redis, store, postgres, workers }),
          around,
        ),
      ),
    );

  add('try', 'try')
    .argument('<script.jsonl>', say('argScript'))
    .action(run(async (around, _chosen, file) => (await import('./commands/try.js')).tryScript(file, around)));

  add('check', 'check')
    .argument('<definition>', say('argDefinition'))
    .action(run(async (around, _chosen, named) => (await import('./commands/check.js')).check(named, around)));

  add('proposals', 'proposals')
    .argument('[law]', say('argProposal'))
    .option('--state <state>', say('optProposalState'))
    .option('--kind <kind>', say('optLawKind'))
    .option('--area <area>', say('optProposalArea'))
    .option('--no <number>', say('optProposalNo'))
    .option('--out <file>', say('optProposalOut'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { state, kind, area, no, out, data }, named) =>
        (await import('./commands/proposals.js')).proposals(named, texts({ state, kind, area, no, out, data }), around),
      ),
    );

  add('history', 'history')
    .argument('<householdId>', say('argHousehold'))
    .option('--as-of <day>', say('optAboutDay'))
    .option('--known-at <day>', say('optKnownAt'))
    .option('--diff', say('optDiff'))
    .option('--then-as-of <day>', say('optThenAsOf'))
    .option('--then-known-at <day>', say('optThenKnownAt'))
    .option('--decision <eventId>', say('optDecision'))
    .option('--kind <kind>', say('optHistoryKind'))
    .option('--type <type>', say('optEventType'))
    .option('--step <step>', say('optHistoryStep'))
    .option('--from <day>', say('optFrom'))
    .option('--to <day>', say('optTo'))
    .option('--who <person>', say('optWho'))
    .option('--office <office>', say('optHistoryOffice'))
    .option('--case <caseId>', say('optHistoryCase'))
    .option('--act <actId>', say('optHistoryAct'))
    .option('--group-by <what>', say('optGroupBy'))
    .option('--format <format>', say('optTable'))
    .option('--out <file>', say('optOut'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { diff, ...chosen }, named) =>
        (await import('./commands/history.js')).history(named, { ...texts(chosen), diff: diff === true }, around),
      ),
    );

  add('card', 'card')
    .argument('<householdId>', say('argHousehold'))
    .option('--case <caseId>', say('optCardCase'))
    .option('--revision <revision>', say('optCardRevision'))
    .option('--html <file>', say('optCardHtml'))
    .option('--pdf <file>', say('optCardPdf'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { case: caseId, revision, html, pdf, data }, named) =>
        (await import('./commands/card.js')).card(named, texts({ case: caseId, revision, html, pdf, data }), around),
      ),
    );

  add('explain', 'explain')
    .argument('<caseId>', say('argCase'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { data }, named) => (await import('./commands/explain.js')).explain(named, texts({ data }), around)),
    );

  add('replay', 'replay')
    .option('--case <caseId>', say('optReplayCase'))
    .option('--household <householdId>', say('optReplayHousehold'))
    .option('--act <actId>', say('optReplayAct'))
    .option('--from <position>', say('optFromPosition'))
    .option('--to <position>', say('optToPosition'))
    .option('--steps', say('optSteps'))
    .option('--purpose <text>', say('optTrialPurpose'))
    .option('--mandate <inspection>', say('optMandate'))
    .option('--actor <person>', say('optActor'))
    .option('--server <url>', say('optServer'))
    .option('--token <token>', say('optToken'))
    .option('--store <url>', say('optLogStore'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { steps, ...said }) =>
        (await import('./commands/replay.js')).replay({ ...texts(said), steps: steps === true }, around),
      ),
    );

  add('whatif', 'whatif')
    .argument('<law>', say('argLaw'))
    .option('--mode <mode>', say('optMode'))
    .option('--case <caseId>', say('optReplayCase'))
    .option('--household <householdId>', say('optReplayHousehold'))
    .option('--act <actId>', say('optReplayAct'))
    .option('--within <area>', say('optWithinArea'))
    .option('--purpose <text>', say('optTrialPurpose'))
    .option('--mandate <inspection>', say('optMandate'))
    .option('--actor <person>', say('optActor'))
    .option('--server <url>', say('optServer'))
    .option('--token <token>', say('optToken'))
    .option('--data <folder>', say('optData'))
    .action(run(async (around, said, law) => (await import('./commands/whatif.js')).whatIf(law, texts(said), around)));

  add('migrate-cases', 'migrateCases')
    .argument('<law>', say('argLaw'))
    .option('--from <definition>', say('optFromDefinition'))
    .option('--within <area>', say('optWithinArea'))
    .option('--standing-policy', say('optStandingPolicy'))
    .option('--dry-run', say('optDryRun'))
    .option('--document <number>', say('optDocument'))
    .option('--clause <text>', say('optClause'))
    .option('--confirmed-by <person>', say('optConfirmedBy'))
    .option('--scan <file>', say('optScan'))
    .option('--reason <text>', say('optReason'))
    .option('--actor <person>', say('optActor'))
    .option('--server <url>', say('optServerOfOrders'))
    .option('--token <token>', say('optToken'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { standingPolicy, dryRun, ...said }, law) =>
        (await import('./commands/migrate-cases.js')).migrateCases(
          law,
          { ...texts(said), standingPolicy: standingPolicy === true, dryRun: dryRun === true },
          around,
        ),
      ),
    );

  const imports = common(program.command('import').description(say('import')));
  add('standings', 'importStandings', imports)
    .argument('<file.csv>', say('argStandings'))
    .requiredOption('--as-of <date>', say('optAsOf'))
    .requiredOption('--instrument <document>', say('optInstrument'))
    .requiredOption('--confirmed-by <person>', say('optConfirmedBy'))
    .option('--actor <person>', say('optActor'))
    .option('--total-households <number>', say('optTotalHouseholds'))
    .option('--total-persons <number>', say('optTotalPersons'))
    .option('--dry-run', say('optDryRun'))
    .option('--server <url>', say('optServer'))
    .option('--token <token>', say('optToken'))
    .option('--data <folder>', say('optData'))
    .option('--out <file>', say('optOut'))
    .action(
      run(
        async (
          around,
          { asOf, instrument, confirmedBy, actor, dryRun, server, token, data, out, totalHouseholds, totalPersons },
          file,
        ) =>
          (await import('./commands/import-standings.js')).importStandings(
            file,
            {
              asOf: String(asOf),
              instrument: String(instrument),
              confirmedBy: String(confirmedBy),
              dryRun: dryRun === true,
              ...texts({ actor, server, token, data, out, totalHouseholds, totalPersons }),
            },
            around,
          ),
      ),
    );

  add('receipt', 'importReceipt', imports)
    .argument('<file>', say('argReceipt'))
    .requiredOption('--act <act>', say('argAct'))
    .option('--dry-run', say('optDryRun'))
    .option('--server <url>', say('optServer'))
    .option('--token <token>', say('optToken'))
    .option('--out <file>', say('optOut'))
    .action(
      run(async (around, { act, dryRun, server, token, out }, file) =>
        (await import('./commands/import-receipt.js')).importReceipt(
          file,
          { act: String(act), dryRun: dryRun === true, ...texts({ server, token, out }) },
          around,
        ),
      ),
    );

  const exports = common(program.command('export').description(say('export')));
  add('comparison', 'exportComparison', exports)
    .argument('<actId>', say('argAct'))
    .requiredOption('--source <source>', say('optSource'))
    .requiredOption('--confirmed-by <person>', say('optConfirmedBy'))
    .option('--format <format>', say('optFormat'), 'xlsx')
    .option('--server <url>', say('optServer'))
    .option('--token <token>', say('optToken'))
    .option('--out <file>', say('optOut'))
    .action(
      run(async (around, { source, confirmedBy, format, server, token, out }, actId) =>
        (await import('./commands/export-comparison.js')).exportComparison(
          actId,
          {
            source: String(source),
            confirmedBy: String(confirmedBy),
            format: String(format),
            ...texts({ server, token, out }),
          },
          around,
        ),
      ),
    );

  add('dossier', 'exportDossier', exports)
    .argument('<householdId>', say('argHousehold'))
    .requiredOption('--out <file>', say('optDossierOut'))
    .option('--pdf <file>', say('optDossierPdf'))
    .option('--purpose <text>', say('optPurpose'))
    .option('--consent <paper>', say('optConsent'))
    .option('--mandate <inspection>', say('optMandate'))
    .option('--evidence <folder>', say('optEvidence'))
    .option('--known <file>', say('optKnownCheckpoint'))
    .option('--actor <person>', say('optActor'))
    .option('--server <url>', say('optServer'))
    .option('--token <token>', say('optToken'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { out, pdf, purpose, consent, mandate, evidence, known, actor, server, token, data }, named) =>
        (await import('./commands/export-dossier.js')).exportDossier(
          named,
          { out: String(out), ...texts({ pdf, purpose, consent, mandate, evidence, known, actor, server, token, data }) },
          around,
        ),
      ),
    );

  const deadlines = common(program.command('deadlines').description(say('deadlines')));
  add('recompute', 'recompute', deadlines)
    .option('--because <text>', say('optBecause'))
    .option('--within <area>', say('optWithinArea'))
    .option('--dry-run', say('optDryRun'))
    .option('--actor <person>', say('optActor'))
    .option('--server <url>', say('optServerOfOrders'))
    .option('--token <token>', say('optToken'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { because, within, dryRun, actor, server, token, data }) =>
        (await import('./commands/deadlines.js')).recompute(
          { ...texts({ because, within, actor, server, token, data }), dryRun: dryRun === true },
          around,
        ),
      ),
    );

  add('board', 'board', deadlines)
    .option('--within <area>', say('optWithinArea'))
    .option('--level <level>', say('optLevel'))
    .option('--office <office>', say('optOfOffice'))
    .option('--step <step>', say('optStep'))
    .option('--kind <kind>', say('optKind'))
    .option('--year <year>', say('optYear'))
    .option('--days <days>', say('optDays'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { within, level, office, step, kind, year, days, data }) =>
        (await import('./commands/deadlines-board.js')).board(
          texts({ within, level, office, step, kind, year, days, data }),
          around,
        ),
      ),
    );

  const copies = (name: 'backup' | 'restore' | 'migrate'): Command =>
    common(program.command(name).description(helpText(houseCopy[name], asked)));
  copies('backup')
    .argument('<target>', helpText(houseCopy.argTarget, asked))
    .option('--keys <folder>', helpText(houseCopy.optKeysTo, asked))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { data, keys }, target) =>
        (await import('./commands/backup.js')).backup(target, texts({ data, keys }), around),
      ),
    );

  copies('restore')
    .argument('<backup>', helpText(houseCopy.argBackup, asked))
    .requiredOption('--keys <folder>', helpText(houseCopy.optKeysFrom, asked))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { data, keys }, from) =>
        (await import('./commands/restore.js')).restore(from, { keys: String(keys), ...texts({ data }) }, around),
      ),
    );

  copies('migrate')
    .requiredOption('--from <log>', helpText(houseCopy.optFrom, asked))
    .requiredOption('--to <url>', helpText(houseCopy.optTo, asked))
    .action(
      run(async (around, { from, to }) =>
        (await import('./commands/migrate.js')).migrate({ from: String(from), to: String(to) }, around),
      ),
    );

  add('digest', 'digest', deadlines)
    .requiredOption('--office <office>', say('optOffice'))
    .requiredOption('--area <area>', say('optArea'))
    .option('--day <date>', say('optDay'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { office, area, day, data }) =>
        (await import('./commands/deadlines-digest.js')).digest(
          { office: String(office), area: String(area), ...texts({ day, data }) },
          around,
        ),
      ),
    );

  add('rebuild', 'rebuild')
    .option('--check', say('optCheck'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { data, check }) =>
        (await import('./commands/rebuild.js')).rebuild({ ...texts({ data }), check: check === true }, around),
      ),
    );

  add('verify', 'verify')
    .argument('[dossier]', say('argDossier'))
    .option('--data <folder>', say('optData'))
    .option('--checkpoints <folder>', say('optCheckpoints'))
    .option('--key <vkey>', say('optLogKey'))
    .option('--witness <vkeys>', say('optWitnessKeys'))
    .option('--known <files>', say('optKnown'))
    .option('--within <hours>', say('optWithin'))
    .action(
      run(async (around, { data, checkpoints, key, witness, known, within }, dossier) => {
        const options = texts({ data, checkpoints, key, witnesses: witness, known, within });
        return dossier === ''
          ? (await import('./commands/verify.js')).verify(options, around)
          : (await import('./commands/verify-dossier.js')).verifyDossierFile(dossier, options, around);
      }),
    );

  add('sample', 'sample')
    .argument('[inspectionId]', say('argInspection'))
    .option('--no <number>', say('optSampleNo'))
    .option('--data <folder>', say('optData'))
    .option('--out <file>', say('optOut'))
    .option('--check <file>', say('optCheckSample'))
    .action(
      run(async (around, { no, data, out, check }, inspection) =>
        (await import('./commands/sample.js')).sample(inspection, texts({ no, data, out, check }), around),
      ),
    );

  add('remarks', 'remarks')
    .option('--area <area>', say('optRemarkArea'))
    .option('--code <code>', say('optRemarkCode'))
    .option('--person <person>', say('optRemarkPerson'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { area, code, person, data }) =>
        (await import('./commands/remarks.js')).remarks(texts({ area, code, person, data }), around),
      ),
    );

  add('findings', 'findings')
    .option('--area <area>', say('optRemarkArea'))
    .option('--inspection <inspection>', say('optInspection'))
    .option('--open', say('optOpenFindings'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { area, inspection, open, data }) =>
        (await import('./commands/findings.js')).findings({ ...texts({ area, inspection, data }), open: open === true }, around),
      ),
    );

  add('witness', 'witness')
    .requiredOption('--log <vkeys>', say('optLogs'))
    .option('--name <name>', say('optWitnessName'))
    .option('--port <port>', say('optWitnessPort'))
    .option('--host <host>', say('optWitnessHost'))
    .option('--data <folder>', say('optWitnessData'))
    .action(
      run(async (around, { log, name, port, host, data }) =>
        (await import('./commands/witness.js')).witness({ logs: String(log), ...texts({ name, port, host, data }) }, around),
      ),
    );

  add('token', 'token')
    .requiredOption('--person <person>', say('optPerson'))
    .requiredOption('--office <office>', say('optOffice'))
    .requiredOption('--area <area>', say('optArea'))
    .option('--ttl <time>', say('optTtl'))
    .addOption(new Option('--calendar', say('optCalendar')).conflicts('metrics'))
    .option('--metrics', say('optMetrics'))
    .option('--data <folder>', say('optData'))
    .action(
      run(async (around, { person, office, area, calendar, metrics, ttl, data }) => {
        const scope = calendar === true ? 'calendar' : metrics === true ? 'metrics' : undefined;
        const whom = { person: String(person), office: String(office), area: String(area) };
        return (await import('./commands/token.js')).token(
          { ...whom, ...(scope === undefined ? {} : { scope }), ...texts({ ttl, data }) },
          around,
        );
      }),
    );

  add('docs', 'docs')
    .option('--out <folder>', say('optDocs'))
    .action(run(async (around, { out }) => (await import('./commands/docs.js')).docs(texts({ out }), around)));
  return program;
}

/** The options that were given, as text; absent where they were not. */
function texts<K extends string>(options: Readonly<Record<K, string | boolean | undefined>>): { readonly [key in K]?: string } {
  const given = Object.entries<string | boolean | undefined>(options).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(given) as { readonly [key in K]?: string };
}
