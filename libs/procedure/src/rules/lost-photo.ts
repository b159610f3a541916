import { type Finding } from '#libs/kernel';
import { type LostPhoto, type NoticePeriodCompleted, type NoticePosted } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { blocks, holdsOfficeAbove, remarksOn } from './branches-findings.js';
import { COMPLETIONS, holds, isMember, type PartFact, partRule } from './part-fact.js';

const photoLost = remarksOn('PHOTO_LOST', 'LAW', 'R10');
const notStated = blocks('LOST_PHOTO_NOT_STATED', 'LAW', 'R10');
const notWaived = blocks('LOST_PHOTO_NOT_WAIVED', 'RIGHTS', 'R10');

/** The slot of the photo at the end of a notice: the one paper of its report that a statement may stand in for. */
export const END_PHOTO = 'END_PHOTO';

const lostIn = ({ fact }: Judged): readonly LostPhoto[] => {
  const { places = [], lostPhoto } = fact.data as Partial<NoticePosted> & Partial<NoticePeriodCompleted>;
  const ofPlaces = places.flatMap((place) => (place.lostPhoto === undefined ? [] : [place.lostPhoto]));
  return lostPhoto === undefined ? ofPlaces : [...ofPlaces, lostPhoto];
};

/** Two persons say that it hung, one of them of the village supervision, none of the household. */
function stated({ statedBy }: LostPhoto, judged: Judged): Finding {
  const persons = [...new Set(statedBy)];
  const supervised = persons.some((person) => holds(judged, person, 'VILLAGE_SUPERVISOR'));
  const own = persons.some((person) => isMember(judged, person));
  return notStated({
    met: persons.length >= 2 && supervised && !own,
    required: { persons: 2, amongThem: 'VILLAGE_SUPERVISOR', notOfHousehold: true },
    actual: persons,
  });
}

/** The level above waives it: nobody who states it, or who records it. */
function waived({ statedBy, waivedBy }: LostPhoto, { part, data }: PartFact, { circumstances }: Judged): Finding {
  const above = holdsOfficeAbove(circumstances, waivedBy, part.level);
  const recorder = data.act === undefined && circumstances.actor.id === waivedBy;
  const met = above && !recorder && !statedBy.includes(waivedBy);
  return notWaived({ met, required: { above: part.level, otherThan: 'who states or records it' }, actual: waivedBy });
}

/** A lost photo: stated by two, waived by the level above, and shown to the next ruling (R10). */
export const lostPhotoRules: readonly Rule[] = [
  partRule('lost-photo', ['case.NoticePosted.v1', 'case.AnnouncementPosted.v1', ...COMPLETIONS], (of, judged) => {
    const lost = lostIn(judged);
    if (lost.length === 0) return [];
    const shown = photoLost({ met: false, required: 'a photo of each place and of the end', actual: { lost: lost.length } });
    return [...lost.flatMap((photo) => [stated(photo, judged), waived(photo, of, judged)]), shown];
  }),
];
