import { type RecordedOf } from '#libs/kernel';
import { type CaseEvent, type CaseEventType } from './events.js';
import { actEvolutions } from './evolve/acts.js';
import { afterEffectEvolutions } from './evolve/after-effect.js';
import { applicationEvolutions } from './evolve/application.js';
import { backfillEvolutions } from './evolve/backfill.js';
import { comparisonEvolutions } from './evolve/comparison.js';
import { consentEvolutions } from './evolve/consent.js';
import { consentRevocationEvolutions } from './evolve/consent-revocation.js';
import { correctionEvolutions, remember } from './evolve/corrections.js';
import { decisionEvolutions } from './evolve/decisions.js';
import { endingEvolutions } from './evolve/endings.js';
import { type Evolutions } from './evolve/evolution.js';
import { householdChangeEvolutions } from './evolve/household-changes.js';
import { noticeEvolutions } from './evolve/notices.js';
import { objectionEvolutions } from './evolve/objections.js';
import { parkingEvolutions } from './evolve/parking.js';
import { remedyEvolutions } from './evolve/remedies.js';
import { returnEvolutions } from './evolve/returns.js';
import { reviewEvolutions } from './evolve/reviews.js';
import { surveyEvolutions } from './evolve/survey.js';
import { termEvolutions, withTerms } from './evolve/terms.js';
import { type CaseFile } from './state.js';

const evolutions: Evolutions<CaseEventType> = {
  ...applicationEvolutions,
  ...surveyEvolutions,
  ...reviewEvolutions,
  ...comparisonEvolutions,
  ...consentEvolutions,
  ...noticeEvolutions,
  ...decisionEvolutions,
  ...actEvolutions,
  ...parkingEvolutions,
  ...objectionEvolutions,
  ...returnEvolutions,
  ...remedyEvolutions,
  ...correctionEvolutions,
  ...backfillEvolutions,
  ...householdChangeEvolutions,
  ...endingEvolutions,
  ...consentRevocationEvolutions,
  ...afterEffectEvolutions,
  ...termEvolutions,
};

const byType = evolutions as unknown as Readonly<
  Record<string, ((state: CaseFile, event: RecordedOf<CaseEvent>) => CaseFile) | undefined>
>;

/** As {@link evolve}, but nothing is kept for a later correction, and terms stay as they are. */
export const step = (state: CaseFile, event: RecordedOf<CaseEvent>): CaseFile => byType[event.type]?.(state, event) ?? state;

/** The state after an event. Never throws: an event of a later build that this one does not know changes nothing. */
export function evolve(state: CaseFile, event: RecordedOf<CaseEvent>): CaseFile {
  return withTerms(state, remember(state, event, step), event);
}
