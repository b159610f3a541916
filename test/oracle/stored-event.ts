// The second judge reads stored events by their shape alone: no type of libs/ is known here (ADR-0008).

export interface StoredMetadata {
  readonly orderId: string;
  readonly orderType: string;
  readonly actorId: string;
  readonly actorRole: string;
  readonly performedBy: string;
  readonly occurredOn: string;
  readonly recordedAt: string;
  readonly definition?: string;
  readonly order?: string;
  readonly decidedAtRevision?: string;
  readonly context?: string;
  /** What the event does to the terms of its case, as JSON. */
  readonly due?: string;
}

/** An event as any store gives it back. */
export interface StoredEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly metadata: StoredMetadata;
}

/** What the law does not bear in a history. `clause` is a row of domain.md. */
export interface Complaint {
  readonly rule: string;
  readonly clause: string;
  readonly stream: string;
  readonly event: string;
  readonly what: string;
}

export interface Signature {
  readonly slot: string;
  readonly person: string;
  readonly capacity: string;
  readonly offices: readonly string[];
  readonly method: string;
  readonly signedOn: string;
  readonly witnesses?: readonly string[];
}
export interface Papers {
  readonly evidence: readonly { readonly slot: string; readonly date: string }[];
  readonly signatures: readonly Signature[];
  readonly seals: readonly { readonly org: string; readonly date: string }[];
}
export interface Household {
  readonly members: readonly { readonly person: string; readonly bornOn?: string }[];
  readonly standing: string;
  readonly identifiedOn?: string;
  readonly measures: readonly { readonly on: string }[];
  readonly disasterOn?: string;
}
export interface RegisterAnswer {
  readonly person: string;
  readonly result: string;
  readonly code?: string;
  readonly factDate?: string;
}
export interface LostPhoto {
  readonly statedBy: readonly string[];
  readonly waivedBy: string;
}
export interface Place {
  readonly place: string;
  readonly postedOn: string;
  readonly photo: string;
  /** R10: stated by two and waived, where the photo was lost. */
  readonly lostPhoto?: LostPhoto;
}
export interface AreaPath {
  readonly group?: string;
  readonly village: string;
  readonly township: string;
  readonly county: string;
}

/** Everything that an event of a case may say, under the names under which it is stored. */
/** R7: a person at a meeting, and how. */
export interface AtMeeting {
  readonly person: string;
  readonly capacity: string;
  readonly mode: string;
  readonly speaksFor?: string;
}

export interface CaseFacts {
  readonly part?: string;
  readonly round?: number;
  readonly act?: string;
  readonly papers?: Papers;
  readonly signature?: Signature;
  readonly recordedBy?: readonly string[];
  readonly caseId?: string;
  readonly householdId?: string;
  readonly kind?: string;
  readonly programYear?: number;
  readonly bodyKind?: string;
  readonly household?: Household;
  readonly definition?: string;
  readonly area?: AreaPath;
  readonly by?: string;
  readonly writer?: string;
  readonly lostPhoto?: LostPhoto;
  readonly awaitsRuling?: boolean;
  readonly membersListed?: readonly string[];
  readonly authorisedBy?: readonly string[];
  readonly person?: string;
  readonly visitedOn?: string;
  readonly surveyors?: readonly { readonly person: string; readonly offices: readonly string[] }[];
  readonly criteria?: readonly { readonly code: string; readonly result: string }[];
  readonly against?: string | number;
  readonly sharingIncome?: number;
  readonly attempt?: number;
  readonly body?: string;
  readonly heldOn?: string;
  readonly method?: string;
  readonly rosterTotal?: number;
  readonly present?: number;
  readonly presentPersons?: readonly string[];
  readonly otherwisePresent?: readonly AtMeeting[];
  readonly unrecused?: readonly string[];
  readonly recused?: readonly string[];
  readonly tally?: { readonly votesFor: number; readonly against: number; readonly abstain: number };
  readonly ranking?: { readonly rank: number; readonly quota: number };
  readonly comparisonReadOut?: boolean;
  readonly result?: string;
  readonly persons?: readonly string[];
  readonly sources?: readonly string[];
  readonly source?: string;
  readonly asOf?: string;
  readonly answers?: readonly RegisterAnswer[];
  readonly hit?: string;
  readonly disposition?: string;
  readonly places?: readonly Place[];
  readonly householdSize?: number;
  readonly printedEnd?: string;
  readonly objections?: 'NONE' | readonly number[];
  readonly endedOn?: string;
  readonly documentNo?: string;
  readonly no?: number;
  readonly target?: string;
  readonly receivedOn?: string;
  readonly byHousehold?: boolean;
  readonly anonymous?: boolean;
  readonly objector?: object;
  readonly duplicateOf?: number;
  readonly outcome?: string;
  readonly ground?: string;
  readonly material?: boolean;
  readonly decidedBy?: readonly string[];
  readonly investigators?: readonly string[];
  readonly level?: string;
  readonly because?: string;
  readonly to?: unknown;
  readonly superseded?: readonly string[];
  readonly parts?: readonly string[];
  readonly reason?: unknown;
  readonly text?: object;
  readonly toYear?: number;
  readonly deliveredOn?: string;
  readonly issuedOn?: string;
  readonly enteredOn?: string;
  readonly requestedOn?: string;
  readonly contested?: string;
  readonly upheld?: boolean;
  readonly event?: string;
  readonly field?: string;
  readonly old?: string;
  readonly new?: string;
  readonly confirmedBy?: string;
  readonly instrument?: { readonly documentNo: string; readonly clause: string };
  readonly kept?: readonly string[];
  readonly again?: readonly { readonly part: string }[];
  readonly unlawful?: readonly object[];
  readonly toCase?: string;
  readonly correctedOn?: string;
  readonly restarts?: boolean;
  readonly place?: string;
  readonly missingFrom?: string;
  readonly restoredOn?: string;
  readonly mode?: string;
  readonly due?: string;
  /** Of a term. */
  readonly timer?: string;
  readonly dueOn?: string;
  readonly derivation?: object;
  readonly changed?: readonly { readonly what: string; readonly old: string | null; readonly new: string | null }[];
  readonly takenDownOn?: string;
  readonly publishedOn?: string;
  readonly key?: string;
  readonly from?: unknown;
  readonly confirmedByFrom?: string;
  readonly confirmedByTo?: string;
  readonly change?: string;
  readonly on?: string;
  readonly evidence?: readonly object[];
  readonly finding?: { readonly code: string };
}
