import { type PolicySet, policySetSchema } from '../policy.js';
import { type Timer, timerSchema, timersSchema } from '../timer.js';
import cn2012 from './cn-2012.json' with { type: 'json' };
import cn2013 from './cn-2013.json' with { type: 'json' };
import cn2014 from './cn-2014.json' with { type: 'json' };
import cn2015 from './cn-2015.json' with { type: 'json' };
import cn2016 from './cn-2016.json' with { type: 'json' };
import cn2017 from './cn-2017.json' with { type: 'json' };
import cn2018 from './cn-2018.json' with { type: 'json' };
import cn2019 from './cn-2019.json' with { type: 'json' };
import cn2020 from './cn-2020.json' with { type: 'json' };
import cn2021 from './cn-2021.json' with { type: 'json' };
import cn2022 from './cn-2022.json' with { type: 'json' };
import cn2023 from './cn-2023.json' with { type: 'json' };
import cn2024 from './cn-2024.json' with { type: 'json' };
import cn2025 from './cn-2025.json' with { type: 'json' };
import cnTimers from './cn-timers.json' with { type: 'json' };
import cnTimersTransition from './cn-timers-transition.json' with { type: 'json' };
import cnAhYuhui2021 from './cn-ah-yuhui-2021.json' with { type: 'json' };
import cnGd2014 from './cn-gd-2014.json' with { type: 'json' };
import cnGx2016 from './cn-gx-2016.json' with { type: 'json' };
import cnGx2017 from './cn-gx-2017.json' with { type: 'json' };
import cnGx2018 from './cn-gx-2018.json' with { type: 'json' };
import cnGx2019 from './cn-gx-2019.json' with { type: 'json' };
import cnGx2020 from './cn-gx-2020.json' with { type: 'json' };
import cnGz2016 from './cn-gz-2016.json' with { type: 'json' };
import cnGz2017 from './cn-gz-2017.json' with { type: 'json' };
import cnGz2018 from './cn-gz-2018.json' with { type: 'json' };
import cnGz2019 from './cn-gz-2019.json' with { type: 'json' };
import cnGz2020 from './cn-gz-2020.json' with { type: 'json' };
import cnGzChangshun2017 from './cn-gz-changshun-2017.json' with { type: 'json' };
import cnGzQianxinan2017 from './cn-gz-qianxinan-2017.json' with { type: 'json' };
import cnHa2016 from './cn-ha-2016.json' with { type: 'json' };
import cnHnSangzhi2019 from './cn-hn-sangzhi-2019.json' with { type: 'json' };
import cnJx2017 from './cn-jx-2017.json' with { type: 'json' };
import cnLn2012 from './cn-ln-2012.json' with { type: 'json' };
import cnNmNaiman2018 from './cn-nm-naiman-2018.json' with { type: 'json' };
import cnScHuaying2014 from './cn-sc-huaying-2014.json' with { type: 'json' };
import cnSn2017 from './cn-sn-2017.json' with { type: 'json' };
import cnYn2024 from './cn-yn-2024.json' with { type: 'json' };
import provinceTimers from './province-timers.json' with { type: 'json' };

/** What the years of the transition period say of a timer stands above what is said of every year. */
const ofTransition: readonly Timer[] = timersSchema.parse(cnTimersTransition.timers);
const ofEveryYear: readonly Timer[] = timersSchema.parse(cnTimers);

/** The timers of domain.md §5, all of them, as the years of the transition period have them. None is adopted (R16). */
export const shippedTimers: readonly Timer[] = ofEveryYear.map(
  (timer) => ofTransition.find(({ id }) => id === timer.id) ?? timer,
);

/** The nation's timers of a year: before the transition period its end (T20) is started by nothing. */
const timersOf = (year: number): readonly Timer[] => (cnTimersTransition.years.includes(year) ? shippedTimers : ofEveryYear);

/** The timers of §5 that a province was seen to have otherwise in a year: the nation's row with its own length and source. */
const ofProvince = (area: string, year: number): readonly Timer[] =>
  provinceTimers
    .filter((row) => row.area === area && row.years.includes(year))
    .flatMap(({ timers }) => timers)
    .map((own) => timerSchema.parse({ ...timersOf(year).find(({ id }) => id === own.id), ...own }));

interface WrittenSet {
  readonly id: string;
  readonly version: number;
  readonly area: string;
  readonly year: number;
  readonly parent?: string;
  readonly parameters: object;
}

function withTimers(set: WrittenSet): WrittenSet {
  const timers = set.area === 'CN' ? timersOf(set.year) : ofProvince(set.area, set.year);
  return timers.length === 0 ? set : { ...set, parameters: { ...set.parameters, timers } };
}

/** Sets of the provinces that decide otherwise about timers and, in that year, about nothing else. */
function ofTimersAlone(others: readonly WrittenSet[]): readonly WrittenSet[] {
  const sets = provinceTimers.flatMap(({ area, years }) =>
    years.map((year) => ({ id: `${area}-${year}`, version: 1, area, year, parent: `CN-${year}`, parameters: {} })),
  );
  return [...new Map(sets.map((set) => [set.id, set])).values()].filter(({ id }) => !others.some((set) => set.id === id));
}

const written: readonly WrittenSet[] = [
  cn2012,
  cn2013,
  cn2014,
  cn2015,
  cn2016,
  cn2017,
  cn2018,
  cn2019,
  cn2020,
  cn2021,
  cn2022,
  cn2023,
  cn2024,
  cn2025,
  cnLn2012,
  cnGd2014,
  cnHa2016,
  cnGx2016,
  cnGx2017,
  cnGx2018,
  cnGx2019,
  cnGx2020,
  cnGz2016,
  cnGz2017,
  cnGz2018,
  cnGz2019,
  cnGz2020,
  cnGzQianxinan2017,
  cnGzChangshun2017,
  cnNmNaiman2018,
  cnHnSangzhi2019,
  cnAhYuhui2021,
  cnYn2024,
  cnJx2017,
  cnSn2017,
  cnScHuaying2014,
];

/**
 * The policy sets that we ship: the nation year by year, and what provinces and counties were seen to decide otherwise
 * (domain.md §6). Area codes are our own: `CN`, `CN-` and the letters of the province after GB/T 2260 (`CN-GZ`), then the
 * name of a prefecture or county (`CN-GZ-CHANGSHUN`). The timers of domain.md §5
 * are the nation's of every year, with what a province has otherwise in its own set. Money in fen. Each parameter says where it
 * stands and whether it is ours.
 */
export const policySets: readonly PolicySet[] = [...written, ...ofTimersAlone(written)].map((set) =>
  policySetSchema.parse(withTimers(set)),
);
