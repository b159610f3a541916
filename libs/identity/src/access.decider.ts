import {
  type CivilDate,
  type Decider,
  type DecisionContext,
  type Event,
  type Finding,
  type Order,
  refuse,
  type Sealed,
  unmet,
} from '#libs/kernel';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.

/**
 * A dossier is about to leave the house: recorded before it is given out (architecture §2). Given by the engine for whoever
 * asked, never at a door: `contents` is the digest of what was gathered.
 */
export type ExportDossier = Order<
  'ExportDossier',
  {
    /** The export, the same for the same request. */
    readonly id: string;
    /** Whose rights count: that of the managing area; of the inspector himself under a mandate, so that it tells nobody where he looks. */
    readonly area: string;
    /** Absent under a mandate that is open: then {@link household} holds it (R17). */
    readonly householdId?: string;
    readonly household?: Sealed;
    /** SHA-256 of the contents of the dossier, hex. */
    readonly contents: string;
    /** Whether sealed values go along, opened. */
    readonly opened: boolean;
    /** For what; typed by a person. */
    readonly purpose?: Sealed;
    /** The consent of the household: number or digest of the paper. */
    readonly consent?: string;
    /** The inspection under whose mandate it is taken. */
    readonly mandate?: string;
  }
>;
export type AccessOrder = ExportDossier;
export type AccessEvent = Event<'access.DossierExported.v1', ExportDossier['data']>;

/** What somebody took on a day. */
export interface AccessState {
  readonly exports: number;
}

/**
 * Stream `access-<actor>-<day>`: what left the house through somebody on a day. Refuses sealed values that are opened without a
 * purpose, and without the household's consent or a mandate (domain.md §7, R17).
 */
export const accessDecider: Decider<AccessState, AccessOrder, AccessEvent, DecisionContext> = {
  category: 'access',
  initial: { exports: 0 },
  keyOf: ({ type, data }) => `${type}|${data.id}`,
  decide: ({ data }) => {
    const [first, ...more] = missing(data);
    return first === undefined ? [{ type: 'access.DossierExported.v1', data }] : refuse(first, ...more);
  },
  evolve: (state) => ({ exports: state.exports + 1 }),
};

function missing({ householdId, household, opened, purpose, consent, mandate }: ExportDossier['data']): readonly Finding[] {
  return [
    ...((householdId === undefined) === (household === undefined)
      ? [unmet('HOUSEHOLD_NOT_NAMED', 'INPUT', 'R17', 'a household, plain or sealed', null)]
      : []),
    ...(opened && purpose === undefined ? [unmet('PURPOSE_MISSING', 'LAW', '§7', 'a purpose', null)] : []),
    ...(opened && consent === undefined && mandate === undefined
      ? [unmet('CONSENT_OR_MANDATE_MISSING', 'LAW', '§7; R17', 'the consent of the household, or a mandate', null)]
      : []),
  ];
}

/** The stream of what somebody takes on a day. Ids of accounts may have any form, names of streams may not. */
export function accessStream(account: string, day: CivilDate): string {
  return `access-${account}-${day}`;
}
