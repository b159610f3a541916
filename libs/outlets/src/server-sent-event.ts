/** One message of an event stream (WHATWG HTML, server-sent events). */
export interface ServerSentEvent {
  /** Kept by the client and sent back as `Last-Event-ID`. */
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
  /** Milliseconds after which a client comes back. */
  readonly retry?: number;
  readonly comment?: string;
}

const LINE_END = /\r\n|\r|\n/;

/** The text of one message. Without `data` a client dispatches nothing, but keeps the `id`. */
export function serverSentEvent({ id, event, data, retry, comment }: ServerSentEvent): string {
  const lines: string[] = [];
  for (const line of comment?.split(LINE_END) ?? []) lines.push(`: ${line}`);
  if (event !== undefined) lines.push(`event: ${event}`);
  if (id !== undefined) lines.push(`id: ${id}`);
  if (retry !== undefined) lines.push(`retry: ${retry}`);
  for (const line of data?.split(LINE_END) ?? []) lines.push(`data: ${line}`);
  return `${lines.join('\n')}\n\n`;
}
