export * from './calendar-year.js';
export * from './calendar.js';
export { type CalendarProblem, checkCalendarYear } from './check.js';
export * from './counting.js';
export * from './years/index.js';
