import { MandateNotInForce } from '#libs/disclosure';
import { dossierFaults } from '#libs/terms';
import { Problem } from '../http/problem.js';

/** Says at the door that a mandate does not cover what was asked for; what else went wrong goes on. */
export function notUnderMandate(error: unknown): never {
  if (!(error instanceof MandateNotInForce)) throw error;
  throw new Problem(409, error.code, { detail: dossierFaults[error.code], titled: 'REFUSED' });
}
