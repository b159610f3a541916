import { type Evolutions } from './evolution.js';
import { freed } from './part-progress.js';

export const actEvolutions: Evolutions<'case.JoinedAct.v1' | 'case.LeftAct.v1'> = {
  'case.JoinedAct.v1': (state, { data }) => ({ ...state, onAct: { act: data.act, part: data.part } }),
  'case.LeftAct.v1': (state, { data }) => (state.onAct?.act === data.act ? freed(state) : state),
};
