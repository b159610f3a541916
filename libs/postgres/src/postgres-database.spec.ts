import { describeOnDatabase, describeOnPostgres } from './contract/postgres-server.contract.js';
import { migrate, NoPostgresUrl, openPostgres, patiently, PostgresNewer, PostgresRefused, PostgresUnreachable } from './index.js';

const said = (error: unknown): { readonly name: string; readonly message: string } => error as Error;
const failure = (work: Promise<unknown>): Promise<{ readonly name: string; readonly message: string }> =>
  work.then(() => ({ name: 'nothing', message: 'it did not fail' }), said);

describeOnDatabase('a PostgreSQL database', (on) => {
  it('gives whole numbers as numbers and dates as text', async () => {
    const [row] = await on.postgres.query(
      "SELECT 9007199254740991::int8 AS position, sum(area)::int8 AS total, sum(area) AS exact, date '2024-03-01' AS day FROM (VALUES (1::int8), (2)) AS t (area)",
    );
    expect(row).toEqual({ position: 9007199254740991, total: 3, exact: 3, day: '2024-03-01' });
    await expect(on.postgres.query('SELECT 9007199254740992::int8')).rejects.toThrow(RangeError);
  });

  it('does all of a transaction or nothing of it, and goes on after one that failed', async () => {
    await on.postgres.query('CREATE TABLE votes (voter text PRIMARY KEY)');
    const twice = on.postgres.transaction(async (transaction) => {
      await transaction.query("INSERT INTO votes VALUES ('a')");
      await transaction.query("INSERT INTO votes VALUES ('a')");
    });
    await expect(twice).rejects.toThrow(/duplicate key/);
    await on.postgres.transaction((transaction) => transaction.query("INSERT INTO votes VALUES ('b')"));
    expect(await on.postgres.query('SELECT voter FROM votes')).toEqual([{ voter: 'b' }]);
  });

  it('waits no longer for a server that stands still once that is let go, and does not ask it again', async () => {
    await on.postgres.query('SELECT 1');
    on.server.freeze();
    const asked = failure(patiently(() => on.postgres.query('SELECT 2')));
    const within = failure(on.postgres.transaction((transaction) => transaction.query('SELECT 3')));
    on.postgres.letGo();
    const later = failure(patiently(() => on.postgres.query('SELECT 4')));
    const failures = await Promise.all([asked, within, later]);
    await on.postgres.close();
    on.server.thaw();
    expect(failures).toEqual(failures.map(() => expect.objectContaining({ code: 'POSTGRES_UNREACHABLE', forGood: true })));
  });

  it('says in both languages what is wrong with the address, and never the password', async () => {
    const failures = await Promise.all([
      failure(openPostgres({ url: on.server.urlOf('postgres', { password: 'qwertyuiop' }) })),
      failure(openPostgres({ url: on.server.urlOf('no_such_database') })),
      failure(openPostgres({ url: `${on.server.url}?sslmode=require` })),
      failure(openPostgres({ url: 'postgres://mingce:qwertyuiop@127.0.0.1:1/postgres' })),
      failure(openPostgres({ url: 'postgres://mingce:qwertyuiop@nowhere.invalid/postgres' })),
    ]);
    expect(failures.map(({ name }) => name)).toEqual([
      PostgresRefused.name,
      PostgresRefused.name,
      PostgresRefused.name,
      PostgresUnreachable.name,
      PostgresUnreachable.name,
    ]);
    const messages = failures.map(({ message }) => message);
    expect(messages[0]).toMatch(/拒绝此用户.* \/ PostgreSQL at 127\.0\.0\.1:\d+\/postgres refuses this user/);
    expect(messages[1]).toMatch(/there is no such database at 127\.0\.0\.1:\d+\/no_such_database/);
    expect(messages[2]).toMatch(/it speaks without TLS/);
    expect(messages[3]).toMatch(/PostgreSQL at 127\.0\.0\.1:1\/postgres does not answer.*ECONNREFUSED/);
    expect(messages[4]).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(messages.filter((message) => message.includes('qwertyuiop') || message.includes('\n'))).toEqual([]);
  });

  it.each([
    ['another protocol', 'mysql://mingce:qwertyuiop@host/db'],
    ['no database', 'postgres://mingce:qwertyuiop@host'],
    ['no user', 'postgres://host/db'],
    ['a mode that leaves the encryption to chance', 'postgres://mingce:qwertyuiop@host/db?sslmode=prefer'],
    ['a setting that we do not know', 'postgres://mingce:qwertyuiop@host/db?ssl=true'],
    ['words', 'qwertyuiop'],
  ])('refuses an address with %s', async (_what, url) => {
    const { name, message } = await failure(openPostgres({ url }));
    expect([name, message.includes('qwertyuiop')]).toEqual([NoPostgresUrl.name, false]);
  });

  it('fails what was being asked when the connections are cut, and goes on', async () => {
    const asking = failure(on.postgres.query('SELECT pg_sleep(60)'));
    const writing = failure(
      on.postgres.transaction(async (transaction) => {
        await transaction.query('CREATE TABLE half (done integer)');
        await on.server.cut();
        await transaction.query('CREATE TABLE other_half (done integer)');
      }),
    );
    expect([(await asking).name, (await writing).name]).toEqual([PostgresUnreachable.name, PostgresUnreachable.name]);
    expect(await on.postgres.query("SELECT relname FROM pg_class WHERE relname LIKE '%half'")).toEqual([]);
  });

  it('says that a server is away, and finds it when it is back', async () => {
    await on.postgres.query('CREATE TABLE kept (what text)');
    await on.server.crash();
    expect((await failure(on.postgres.query('SELECT * FROM kept'))).name).toBe(PostgresUnreachable.name);
    await on.server.begin();
    expect(await on.postgres.query('SELECT * FROM kept')).toEqual([]);
  });
});

describeOnPostgres('migrations', (on) => {
  const first = { name: 'households', sql: 'CREATE TABLE households (id text PRIMARY KEY); CREATE TABLE counts (n integer)' };
  const second = { name: 'standing', sql: 'ALTER TABLE households ADD COLUMN standing text; INSERT INTO counts VALUES (1)' };

  it('are done once by several that start at once, and are not done again', async () => {
    const url = await on.server.database();
    const all = await Promise.all(Array.from({ length: 5 }, () => openPostgres({ url })));
    await Promise.all(all.map((postgres) => migrate(postgres, 'test', [first])));
    await Promise.all(all.map((postgres) => migrate(postgres, 'test', [first, second])));
    expect(await on.server.ask('SELECT n FROM counts', [], url)).toEqual([{ n: 1 }]);
    expect(await on.server.ask('SELECT component, step, name FROM migrations', [], url)).toEqual([
      { component: 'test', step: 0, name: 'households' },
      { component: 'test', step: 1, name: 'standing' },
    ]);
    await Promise.all(all.map((postgres) => postgres.close()));
  });

  it('are done all or none', async () => {
    const postgres = await openPostgres({ url: await on.server.database() });
    await expect(migrate(postgres, 'test', [first, { name: 'wrong', sql: 'CREATE TABLE households (id text)' }])).rejects.toThrow(
      /already exists/,
    );
    await migrate(postgres, 'test', [first, second]);
    expect(await postgres.query('SELECT n FROM counts')).toEqual([{ n: 1 }]);
    await postgres.close();
  });

  it('refuse tables of a newer release by its step, and those of another component are not theirs', async () => {
    const postgres = await openPostgres({ url: await on.server.database() });
    await migrate(postgres, 'test', [first, second]);
    const refused = await failure(migrate(postgres, 'test', [first]));
    expect([refused.name, refused.message]).toEqual([
      PostgresNewer.name,
      expect.stringMatching(/newer release \(test: standing\)/),
    ]);
    await migrate(postgres, 'other', [{ name: 'one', sql: 'CREATE TABLE one (n integer)' }]);
    await postgres.close();
  });
});
