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
/**
 * Sealed values are about to be read, so that decisions can be taken again or tried under other law: recorded before any is opened.
 * They do not leave the house, and are not shown: a purpose is asked for, and no consent (domain.md §7).
 */
export type OpenSealed = Order<
  'OpenSealed',
  {
    /** The reading, the same for the same request. */
    readonly id: string;
    readonly use: 'REPLAY' | 'COUNTERFACTUAL';
    /** All that is opened lies in it, or below; under a mandate that of the inspector (R17). */
    readonly area: string;
    /** Where values of one stream, or of one household, are opened; all of the area where absent. Under a mandate they stand sealed. */
    readonly stream?: string;
    readonly householdId?: string;
    readonly about?: Sealed;
    /** The law that is tried, by its names. */
    readonly law?: readonly string[];
    /** For what; typed by a person. */
    readonly purpose?: Sealed;
    readonly mandate?: string;
  }
>;
export type AccessOrder = ExportDossier | OpenSealed;
export type AccessEvent =
  Event<'access.DossierExported.v1', ExportDossier['data']> | Event<'access.SealedOpened.v1', OpenSealed['data']>;

/** What somebody took, or had opened, on a day. */
export interface AccessState {
  readonly exports: number;
  readonly openings: number;
}

/**
 * Stream `access-<actor>-<day>`: what left the house through somebody on a day, and what he had opened. Refuses sealed values that
 * are opened without a purpose, and that leave the house without its consent or a mandate (domain.md §7, R17).
 */
export const accessDecider: Decider<AccessState, AccessOrder, AccessEvent, DecisionContext> = {
  category: 'access',
  initial: { exports: 0, openings: 0 },
  keyOf: ({ type, data }) => `${type}|${data.id}`,
  decide: (order) => {
    if (order.type === 'OpenSealed') {
      return order.data.purpose === undefined ? refuse(purposeMissing()) : [{ type: 'access.SealedOpened.v1', data: order.data }];
    }
    const [first, ...more] = missing(order.data);
    return first === undefined ? [{ type: 'access.DossierExported.v1', data: order.data }] : refuse(first, ...more);
  },
  evolve: (state, { type }) =>
    type === 'access.SealedOpened.v1' ? { ...state, openings: state.openings + 1 } : { ...state, exports: state.exports + 1 },
};

const purposeMissing = (): Finding => unmet('PURPOSE_MISSING', 'LAW', '§7', 'a purpose', null);

function missing({ householdId, household, opened, purpose, consent, mandate }: ExportDossier['data']): readonly Finding[] {
  return [
    ...((householdId === undefined) === (household === undefined)
      ? [unmet('HOUSEHOLD_NOT_NAMED', 'INPUT', 'R17', 'a household, plain or sealed', null)]
      : []),
    ...(opened && purpose === undefined ? [purposeMissing()] : []),
    ...(opened && consent === undefined && mandate === undefined
      ? [unmet('CONSENT_OR_MANDATE_MISSING', 'LAW', '§7; R17', 'the consent of the household, or a mandate', null)]
      : []),
  ];
}

/** The stream of what somebody takes on a day. Ids of accounts may have any form, names of streams may not. */
export function accessStream(account: string, day: CivilDate): string {
  return `access-${account}-${day}`;
}
