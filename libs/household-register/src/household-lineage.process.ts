import { type Process, type ProcessOrder, type Reaction, type RecordedOf } from '#libs/kernel';
import { type RegisterEvent } from './events.js';
import { evolve } from './evolve.js';
import {
  type AddMember,
  type EnrolHousehold,
  type Lineage,
  type NewMember,
  type RecordMerge,
  type SplitHousehold,
} from './orders.js';
import { initialRegister, type RegisterState } from './state.js';

/**
 * After a split the children are enrolled with the parent's members and its standing; after a merge the members are added
 * to the other household (domain.md §4.2). A refusal is an incident: persons would stand in no household.
 */
export const householdLineage: Process<RegisterState, RegisterEvent> = {
  name: 'household-lineage',
  category: 'household',
  initial: initialRegister,
  evolve,
  react: (state, event: RecordedOf<RegisterEvent>): Reaction | undefined => {
    if (event.type === 'household.HouseholdSplit.v1') return { orders: enrolments(state, event.data) };
    if (event.type === 'household.HouseholdMerged.v1') return { orders: additions(state, event.data) };
    return undefined;
  },
  wakeups: () => [],
};

function enrolments(parent: RegisterState, data: SplitHousehold['data']): readonly ProcessOrder<EnrolHousehold>[] {
  const lineage = lineageOf(parent);
  const { hukouArea, residenceArea, managementArea } = parent;
  if (hukouArea === undefined || residenceArea === undefined || managementArea === undefined) return [];
  return data.children.map(({ householdId, head, members, relations = {} }) => ({
    target: `household-${householdId}`,
    order: {
      type: 'EnrolHousehold',
      data: {
        householdId,
        hukouArea,
        residenceArea,
        managementArea,
        bodyKind: parent.bodyKind,
        head,
        members: parent.members
          .filter(({ person }) => members.includes(person))
          .map((member) =>
            related(member, relations[member.person] ?? (member.person === head ? 'HEAD' : undefined), parent.head),
          ),
        ...(parent.povertyAttribute === undefined ? {} : { povertyAttribute: parent.povertyAttribute }),
        lineage,
      },
    },
    occurredOn: data.on,
    onRefusal: 'incident',
  }));
}

function additions(source: RegisterState, data: RecordMerge['data']): readonly ProcessOrder<AddMember>[] {
  return source.members.map((member) => ({
    target: `household-${data.into}`,
    order: {
      type: 'AddMember',
      data: {
        member: related(member, data.relations?.[member.person], source.head),
        reason: 'MERGED',
        on: data.on,
        papers: data.papers,
      },
    },
    occurredOn: data.on,
    onRefusal: 'incident',
  }));
}

/** Who was head and is no longer is called `OTHER` until a relation is given. */
function related(member: NewMember, relation: string | undefined, formerHead: string): NewMember {
  const now = relation ?? (member.person === formerHead ? 'OTHER' : member.relation);
  return now === member.relation ? member : { ...member, relation: now };
}

function lineageOf(parent: RegisterState): Lineage {
  const { householdId, standing, spell, identifiedOn, exitedOn, monitoredOn, monitoringSpell, measures, disasterOn } = parent;
  return {
    parent: householdId,
    standing,
    spell,
    ...(identifiedOn === undefined ? {} : { identifiedOn }),
    ...(exitedOn === undefined ? {} : { exitedOn }),
    ...(monitoredOn === undefined ? {} : { monitoredOn, monitoringSpell }),
    ...(parent.deregistered ? { deregistered: true } : {}),
    ...(parent.deregistrationDue === undefined ? {} : { deregistrationDue: parent.deregistrationDue }),
    ...(parent.exitedBy === undefined ? {} : { exitedBy: parent.exitedBy }),
    ...(parent.takenOver ? { takenOver: true } : {}),
    ...(measures.length === 0 ? {} : { measures }),
    ...(disasterOn === undefined ? {} : { disasterOn }),
  };
}
