export { bareOf, type EvidenceShelf, gather, type Gathered } from './gather.js';
export {
  type Dossier,
  type DossierHouse,
  DossierNotMade,
  type DossierRecord,
  type DossierWish,
  makeDossier,
  type NotMade,
  type RecordExport,
} from './make.js';
export { evidenceFolder } from './evidence-folder.js';
export { MandateNotInForce, needsMandate } from './mandate.js';
export { type Opening, openingFor, type OpeningWish } from './opening.js';
