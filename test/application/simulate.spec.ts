import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '#libs/embedded';
import { addDays, civilDate, instant } from '#libs/kernel';
import { acts, caseStatuses, deadlines, incidents, noticeBoard } from '#libs/read-models';
import { Interrupted, playDemo, simulate } from '#libs/simulation';

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mingce-run-'));
  folders.push(folder);
  return folder;
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('simulate shiqiao', () => {
  it('holds against its source, and shows where the source contradicts itself', async () => {
    const report = await simulate('shiqiao', { dataFolder: newFolder() });
    expect(report.rows.map(({ label, source, ours, verdict }) => [label.en, source, ours, verdict])).toEqual([
      ['communities', '2', '2', 'HOLDS'],
      ['groups', '26', '26', 'HOLDS'],
      ['registered (households/persons)', '104/312', '104/312', 'HOLDS'],
      ['exited in 2015', '54/195', '54/195', 'HOLDS'],
      ['exited in 2016', '9/29', '9/29', 'HOLDS'],
      ['exited in 2017', '9/32', '9/32', 'HOLDS'],
      ['exited in all', '72/256', '72/256', 'HOLDS'],
      ['remaining', '32/56', '32/56', 'HOLDS'],
      ['of these: general', '9/24', '9/24', 'HOLDS'],
      ['of these: safety net', '23/32', '23/32', 'HOLDS'],
      ['of these: no labour, no ability', '23/32', '23/32', 'HOLDS'],
      ['of these: illness, disaster, school', '1/1', '1/1', 'HOLDS'],
      ['of these: lack of skill or capital', '8/23', '8/23', 'HOLDS'],
      ['incidence (of 7651 inhabitants)', '0.73 %', '0.73 %', 'HOLDS'],
      ['share that left', '82.5 %', '82.05 %', 'SOURCE_CONTRADICTS_ITSELF'],
      ['registered, by its section 4', '104/314', '104/312', 'SOURCE_CONTRADICTS_ITSELF'],
      ...report.rows.slice(16).map(({ label }) => [label.en, '—', '—', 'OURS_ASSUMED']),
    ]);
    expect(report.holds).toBe(true);
    expect(report.heldStreams).toBe(0);
  });

  it('goes on where it was stopped, to the same table', async () => {
    const whole = await simulate('shiqiao', { dataFolder: newFolder(), scale: 0.03 });
    const dataFolder = newFolder();
    const stop = new AbortController();
    let acknowledged = 0;
    const stopped = simulate('shiqiao', {
      dataFolder,
      scale: 0.03,
      signal: stop.signal,
      onAcknowledged: () => {
        if (++acknowledged === 150) stop.abort();
      },
    });
    await expect(stopped).rejects.toThrow(Interrupted);
    const resumed = await simulate('shiqiao', { dataFolder, scale: 0.03 });
    expect(resumed.rows).toEqual(whole.rows);
    expect(resumed.events).toBe(whole.events);
  });
});

describe('the demonstration', () => {
  it('has cases at every step, a notice with three days left, an objection, an overdue term, an incident and a partly refused ruling', async () => {
    const dataFolder = newFolder();
    const today = civilDate('2026-11-21');
    await playDemo({ dataFolder, now: instant(`${today}T10:00:00+08:00`) });
    const { readModels, close } = await openEmbedded({ dataFolder });
    try {
      const running = (await noticeBoard(readModels, { within: 'shiqiao', status: 'RUNNING' })).items;
      expect(running.filter(({ earliestClose }) => earliestClose === addDays(today, 3))).toHaveLength(2);
      expect(running.reduce((sum, { openObjections }) => sum + openObjections, 0)).toBe(1);
      const overdue = (await deadlines(readModels, today, { within: 'shiqiao', overdueOnly: true })).items;
      expect(overdue.map(({ timer, dueOn }) => [timer, dueOn])).toEqual([['T07', addDays(today, -8)]]);
      expect((await incidents(readModels, { status: 'OPEN' })).items.map(({ process }) => process)).toEqual(['case-result']);
      const refused = (await acts(readModels, { within: 'shiqiao' }, { limit: 500 })).items.filter((act) => act.refused > 0);
      expect(refused.map(({ kind, carried, carryOf, accepted }) => [kind, carried, carryOf, accepted])).toEqual([
        ['RULING', 4, 4, 3],
      ]);
      const steps = (await caseStatuses(readModels, { within: 'shiqiao', phase: 'OPEN' }, { limit: 500 })).items.map(
        ({ step }) => step?.no,
      );
      expect([...new Set(steps)].toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    } finally {
      await close();
    }
    // Real people are not served beside it.
    const refused = openEmbedded({ dataFolder, production: true });
    await expect(refused).rejects.toMatchObject({ code: 'UNSAFE_IN_PRODUCTION', faults: ['DEMO_DATA'] });
  });
});
