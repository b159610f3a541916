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
import cn2026 from './cn-2026.json' with { type: 'json' };
import { type CalendarYear, calendarYearSchema } from '../calendar-year.js';
import { type Calendar, CalendarBook } from '../calendar.js';

/**
 * The years that we ship, after the notices of the General Office of the State Council that each names. 2013 is there because
 * terms of the first identifications begin in its December. To add a year: a file beside these, a line here; a notice that
 * changes a released year is a new version of it. `mingce check <file>` proves it before it is published.
 */
export const shippedCalendars: readonly CalendarYear[] = [
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
  cn2026,
].map((year) => calendarYearSchema.parse(year));

const shipped = new CalendarBook();
for (const year of shippedCalendars) shipped.publish(`${year.id}@${year.version}`, year);

/** The years that we ship as one calendar, each under `id@version`: for samples and tests. What runs takes them from the log. */
export const shippedCalendar: Calendar = shipped;
