import { type Finding } from '#libs/kernel';
import { type AreaPath } from '../facts.js';
import { type Circumstances, type Judged, type Rule } from '../law.js';
import { blocks, officesOf, remarksOn } from './branches-findings.js';

interface ManagementTransferred {
  readonly from: AreaPath;
  readonly to: AreaPath;
  readonly confirmedByFrom: string;
  readonly confirmedByTo: string;
}

function changed({ view, fact, circumstances }: Judged): readonly Finding[] {
  const { change } = fact.data as { readonly change: string };
  const findings = [
    blocks(
      'CHANGE_NOT_FROM_REGISTER',
      'RIGHTS',
      'R14',
    )({
      met: circumstances.actor.role === 'process',
      required: 'process',
      actual: circumstances.actor.role,
    }),
  ];
  const running = Object.keys(view.notices).filter((part) => view.parts[part]?.status === 'RUNNING');
  if (change === 'HEAD' && running.length > 0) {
    findings.push(
      remarksOn(
        'CORRECTION_SLIP_DUE',
        'LAW',
        'R14; R10',
      )({
        met: false,
        required: 'a correction slip on the running notice; the new head on the next',
        actual: running,
      }),
    );
  }
  return findings;
}

const areasOf = (path: AreaPath): readonly string[] => [
  ...(path.group === undefined ? [] : [path.group]),
  path.village,
  path.township,
  path.county,
];

const holdsOfficeIn = (circumstances: Circumstances, person: string, path: AreaPath): boolean =>
  officesOf(circumstances, person).some((held) => areasOf(path).includes(held.area));

function transferred({ view, fact, circumstances }: Judged): readonly Finding[] {
  const { from, to, confirmedByFrom, confirmedByTo } = fact.data as ManagementTransferred;
  const running = Object.entries(view.parts)
    .filter(([, part]) => part.status === 'RUNNING')
    .map(([part]) => part);
  const strangers = [
    ...(holdsOfficeIn(circumstances, confirmedByFrom, from) ? [] : [confirmedByFrom]),
    ...(holdsOfficeIn(circumstances, confirmedByTo, to) ? [] : [confirmedByTo]),
  ];
  return [
    blocks(
      'TRANSFER_DURING_STEP',
      'ORDER',
      'R14',
    )({
      met: running.length === 0 && view.onAct === undefined,
      required: 'between steps, on no act',
      actual: { running, act: view.onAct?.act ?? null },
    }),
    blocks(
      'TRANSFER_TO_SAME_AREA',
      'INPUT',
      'R14',
    )({
      met: areasOf(from).join('|') !== areasOf(to).join('|'),
      required: 'another area',
      actual: { ...to },
    }),
    blocks(
      'CONFIRMERS_SAME_PERSON',
      'RIGHTS',
      'R14; R4',
    )({
      met: confirmedByFrom !== confirmedByTo,
      required: 'two persons',
      actual: [confirmedByFrom, confirmedByTo],
    }),
    blocks(
      'CONFIRMER_NOT_OF_AREA',
      'RIGHTS',
      'R14',
    )({
      met: strangers.length === 0,
      required: 'an office in the area that gives, and one in the area that takes',
      actual: strangers,
    }),
  ];
}

export const householdRules: readonly Rule[] = [
  { name: 'household-changed', about: ['case.HouseholdChanged.v1'], find: changed },
  { name: 'management-transferred', about: ['case.ManagementTransferred.v1'], find: transferred },
];
