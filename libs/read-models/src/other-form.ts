/** The tables are of another release, or none of ours: where they may not be changed they cannot be read. */
export class OtherForm extends Error {
  override readonly name = 'OtherForm';
  readonly code = 'OTHER_FORM';
  constructor() {
    super('these read models are not of this release; they fill again when the server opens them, or by mingce rebuild');
  }
}
