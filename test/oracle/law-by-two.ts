import { type Say } from './situation.js';
import { type StoredEvent } from './stored-event.js';

interface Words {
  readonly ref: string;
  readonly hands: readonly string[];
}

const MADE = /^(definition\.Definition|policy\.Policy)(Proposed|Published)\.v1$/;

/** Architecture §5: law that a person publishes was proposed before, in these words, by another person. What was proposed last counts. */
export class LawByTwo {
  private readonly proposed = new Map<string, Words>();

  take({ type, stream, data, metadata }: StoredEvent, say: Say): void {
    const step = MADE.exec(type)?.[2];
    if (step === undefined) return;
    const { ref } = data as { readonly ref: string };
    const version = `${stream} ${ref.split('#')[0] ?? ref}`;
    const hands = [metadata.actorId, metadata.performedBy];
    if (step === 'Proposed') this.proposed.set(version, { ref, hands });
    else if (metadata.actorRole !== 'process') judge(ref, hands, this.proposed.get(version), say);
  }
}

function judge(ref: string, hands: readonly string[], proposed: Words | undefined, say: Say): void {
  if (proposed?.ref !== ref)
    say('published-as-proposed', 'architecture §5', `${ref}: proposed was ${proposed?.ref ?? 'nothing'}`);
  else if (hands.some((hand) => proposed.hands.includes(hand)))
    say('published-by-another', 'architecture §5', `${ref} was proposed by ${proposed.hands.join(', ')}`);
}
