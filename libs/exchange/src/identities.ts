import { inParallel } from '#libs/application';
import { type StoredEvent } from '#libs/event-store';
import { type RegisterEvent, registerDecider } from '#libs/household-register';
import { fold, type JsonValue, type RecordedOf, unfolded } from '#libs/kernel';
import { type CaseOpened } from '#libs/procedure';

/** What a department needs to find somebody in its register; empty where it was erased, or the person has left the household. */
export interface Identity {
  readonly name: string;
  readonly idNumber: string;
}

export interface Opening {
  readonly readStream: (stream: string) => Promise<readonly StoredEvent[]>;
  readonly open: (refs: readonly string[]) => Promise<Readonly<Record<string, JsonValue>>>;
}

const AT_ONCE = 16;

/**
 * Opens names and ID numbers of these persons. Whoever calls it has recorded before that, and for what, they leave the vault
 * (architecture §2, `access`).
 */
export async function identitiesOf(
  asked: readonly { readonly caseId: string; readonly person: string }[],
  { readStream, open }: Opening,
): Promise<ReadonlyMap<string, Identity>> {
  const found = new Map<string, Identity>();
  const wanted = new Set(asked.map(({ person }) => person));
  await inParallel([...new Set(asked.map(({ caseId }) => caseId))], AT_ONCE, async (caseId) => {
    const opened = await caseOpened(readStream, caseId);
    if (opened === undefined) return;
    const events = (await readStream(`household-${opened.householdId}`)) as readonly RecordedOf<RegisterEvent>[];
    const { members } = fold(registerDecider, unfolded(registerDecider), events).state;
    const ofList = members.filter(({ person }) => wanted.has(person));
    const values = await open(ofList.flatMap(({ name, idNumber }) => [name.ref, idNumber.ref]));
    for (const { person, name, idNumber } of ofList) {
      found.set(person, { name: textOf(values[name.ref]), idNumber: textOf(values[idNumber.ref]).toUpperCase() });
    }
  });
  return found;
}

/** How a case began: of which household it is, and under which law. */
export async function caseOpened(readStream: Opening['readStream'], caseId: string): Promise<CaseOpened | undefined> {
  const [first] = await readStream(`case-${caseId}`);
  return first?.type === 'case.CaseOpened.v1' ? (first.data as CaseOpened) : undefined;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
