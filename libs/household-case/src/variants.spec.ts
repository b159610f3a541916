import { type CivilDate } from '#libs/kernel';
import { decideAt, lawfulPath, playAll, stageOf, unplayed } from './samples/rehearsal.js';
import { shippedLaw } from './samples/shipped-law.js';

const variants = [
  { id: 'IDENT-BASE-2014', year: 2014, areas: ['CN'], outcome: 'REGISTERED' },
  { id: 'IDENT-7-BAOJI', year: 2017, areas: ['CN-SN', 'CN'], outcome: 'REGISTERED' },
  { id: 'IDENT-12-NAIMAN', year: 2018, areas: ['CN-NM-NAIMAN', 'CN'], outcome: 'REGISTERED' },
  { id: 'EXIT-GZ', year: 2017, areas: ['CN-GZ-CHANGSHUN', 'CN-GZ', 'CN'], outcome: 'EXITED' },
  { id: 'MONITOR-2021', year: 2024, areas: ['CN-YN', 'CN'], outcome: 'MONITORED' },
];

describe('every variant of §2.6 is walked by the same code', () => {
  it.each(variants)('$id ends $outcome', ({ id, year, areas, outcome }) => {
    const law = shippedLaw(id, year, areas);
    const stage = stageOf(law);
    const path = lawfulPath(law, `${year}-05-04` as CivilDate);
    const played = playAll(unplayed, stage, path);
    expect(played.folded.state).toMatchObject({ phase: 'CLOSED', outcome });
    expect(played.events.filter(({ type }) => type === 'case.FindingNoted.v1')).toEqual([]);
    for (const given of path) expect(decideAt(played, stage, given)).toEqual([]);
  });
});
