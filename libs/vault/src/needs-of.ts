import { type Needs, type Sealer } from './port.js';

const NOTHING = { ref: '', commitment: '' };

/** What a piece of work asks of its sealer, found by doing it with one that only listens. */
export function needsOf(work: (sealer: Sealer) => unknown): Needs {
  const unders = new Set<string>();
  const purposes = new Set<string>();
  const refs = new Set<string>();
  work({
    prepare: () => undefined,
    seal: (_place, { under }) => {
      unders.add(under);
      return NOTHING;
    },
    fingerprint: (purpose) => {
      purposes.add(purpose);
      return '';
    },
    open: (asked) => {
      for (const ref of asked) refs.add(ref);
      return {};
    },
  });
  return { unders: [...unders], purposes: [...purposes], refs: [...refs] };
}
