import { type Evolutions } from './evolution.js';
import { fail, finish, note, offAct } from './part-progress.js';

export const reviewEvolutions: Evolutions<'case.ReviewHeld.v1' | 'case.MeetingInquorate.v1'> = {
  'case.ReviewHeld.v1': (state, event) => {
    const ended = event.data.result === 'PASSED' ? finish : fail;
    const held = ended(state, event, { on: event.data.heldOn, papers: event.data.papers });
    return event.data.awaitsRuling === true ? { ...held, held: { reason: 'RELATIVE_NOT_RECUSED', part: event.data.part } } : held;
  },
  'case.MeetingInquorate.v1': (state, event) => {
    const { part } = event.data;
    const counted = { ...state.inquorate, [part]: (state.inquorate[part] ?? 0) + 1 };
    return offAct({ ...note(state, event), inquorate: counted }, part);
  },
};
