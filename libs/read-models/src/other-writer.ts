/** Another has written to these read models since they were read last: what was absorbed here does not follow what stands there. */
export class OtherWriter extends Error {
  override readonly name = 'OtherWriter';
  readonly code = 'OTHER_WRITER';
  constructor() {
    super('another process has written to these read models meanwhile; they are read on from where they stand now');
  }
}
