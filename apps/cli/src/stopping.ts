/**
 * Ctrl-C and SIGTERM ask a command to stop: it finishes what is under way and releases its files. A second Ctrl-C ends the
 * program at once; what was acknowledged is on the disk in any case.
 */
export function stoppingSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (stopping.signal.aborted) process.exit(130);
      stopping.abort(name);
    });
  }
  return stopping.signal;
}
