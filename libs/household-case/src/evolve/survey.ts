import { type Evolutions } from './evolution.js';
import { decidedBy, fail, finish } from './part-progress.js';

export const surveyEvolutions: Evolutions<
  | 'case.HomeVisitRecorded.v1'
  | 'case.IncomeAccountRecorded.v1'
  | 'case.VillageVerificationPassed.v1'
  | 'case.VillageVerificationFailed.v1'
> = {
  'case.HomeVisitRecorded.v1': (state, event) => {
    const surveyors = event.data.surveyors.map((surveyor) => surveyor.person);
    return {
      ...finish(state, event, { on: event.data.visitedOn, papers: event.data.papers, persons: surveyors }),
      survey: { part: event.data.part, criteria: event.data.criteria },
      income: { ref: event.data.income, sharing: event.data.sharingIncome },
      surveyedBy: [...new Set([...(state.surveyedBy ?? []), ...surveyors])],
    };
  },
  'case.IncomeAccountRecorded.v1': (state, { data }) => ({
    ...state,
    ...(state.survey && { survey: { ...state.survey, against: data.against } }),
  }),
  'case.VillageVerificationPassed.v1': (state, event) =>
    decidedBy(
      finish(state, event, { papers: event.data.papers }),
      event.data.part,
      event.data.papers,
      event.metadata.performedBy,
    ),
  'case.VillageVerificationFailed.v1': (state, event) =>
    decidedBy(fail(state, event, { papers: event.data.papers }), event.data.part, event.data.papers, event.metadata.performedBy),
};
