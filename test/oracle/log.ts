import { type Say } from './situation.js';
import { type StoredEvent } from './stored-event.js';

/** Streams into which orders are decided: each append says by which order, and what was known (architecture §2). */
const DECIDED: ReadonlySet<string> = new Set(['case', 'household', 'act', 'inspection']);

interface Tail {
  revision: bigint;
  order: string;
}

/** Dense revisions; order and context on the first event of each append; what was decided, on what stood. */
export class Log {
  private readonly tails = new Map<string, Tail>();
  private position = -1n;

  get streams(): number {
    return this.tails.size;
  }

  /** Of the last event of a stream; -1n where there is none. */
  heightOf(stream: string): bigint {
    return this.tails.get(stream)?.revision ?? -1n;
  }

  /** Whether this event begins another append. */
  take(event: StoredEvent, say: Say): boolean {
    const { stream, revision, position, metadata } = event;
    const tail = this.tails.get(stream);
    const due = (tail?.revision ?? -1n) + 1n;
    if (revision !== due) say('revisions-dense', 'architecture §2', `revision ${revision}, due is ${due}`);
    if (position <= this.position) say('positions-grow', 'architecture §2', `position ${position} after ${this.position}`);
    this.position = position;
    const begins = tail?.order !== metadata.orderId || metadata.order !== undefined;
    if (tail === undefined) this.tails.set(stream, { revision, order: metadata.orderId });
    else {
      tail.revision = revision;
      tail.order = metadata.orderId;
    }
    const category = stream.slice(0, stream.indexOf('-'));
    if (begins && DECIDED.has(category)) {
      if (metadata.order === undefined || metadata.context === undefined) {
        say('order-kept', 'architecture §2', 'the first event of an append says neither by which order nor what was known');
      } else if (metadata.decidedAtRevision !== String(due - 1n)) {
        say('decided-on-what-stood', 'architecture §2', `decided at ${metadata.decidedAtRevision ?? ''}, stood at ${due - 1n}`);
      }
    }
    return begins;
  }

  /** R16: an attempt that was refused is kept with its findings and leaves the stream as it was. */
  refusal(event: StoredEvent, say: Say): void {
    const { target = '', findings = [] } = event.data as {
      readonly target?: string;
      readonly findings?: readonly { readonly met: boolean; readonly clause: string; readonly weight: string }[];
    };
    if (findings.length === 0) say('refused-by-findings', 'R16', 'refused for nothing');
    if (findings.some(({ met, weight }) => met && weight === 'BLOCKING'))
      say('refused-by-findings', 'R16', 'refused for what is met');
    if (findings.some(({ clause }) => clause === '')) say('findings-cite', 'R16', 'a finding cites no clause');
    const stood = this.tails.get(target)?.revision ?? -1n;
    if (event.metadata.decidedAtRevision !== undefined && BigInt(event.metadata.decidedAtRevision) > stood) {
      say('refusal-changes-nothing', 'R16', `decided at ${event.metadata.decidedAtRevision}, the stream stands at ${stood}`);
    }
    if (this.tails.get(target)?.order === event.metadata.orderId && event.metadata.decidedAtRevision !== String(stood)) {
      say('refusal-changes-nothing', 'R16', `${target} grew by a refused order`);
    }
  }
}
