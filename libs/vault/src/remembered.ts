import { type JsonValue } from '#libs/kernel';
import { type Destruction } from './port.js';
import { Recent } from './recent.js';
import { type PersonKey, personKey } from './suite.js';

const KEYS = 8_000;
const VALUES = 20_000;

export interface OpenValue {
  readonly under: string;
  readonly value: JsonValue;
}

/** What a vault has in memory of what is durable: keys and values used lately, and every destruction it knows of. */
export class Remembered {
  readonly #keys = new Recent<string, PersonKey>(KEYS);
  readonly #values = new Recent<string, OpenValue>(VALUES);
  readonly #absent = new Recent<string, true>(VALUES);
  readonly #destroyed = new Map<string, Destruction>();

  key(under: string): PersonKey | undefined {
    return this.#keys.get(under);
  }

  value(ref: string): OpenValue | undefined {
    return this.#values.get(ref);
  }

  /** Whether a name was found to have no key, or a ref no value that opens, when it was asked for last. */
  isAbsent(what: string): boolean {
    return this.#absent.get(what) !== undefined;
  }

  destruction(under: string): Destruction | undefined {
    return this.#destroyed.get(under);
  }

  /** A destruction is final: a key that was still under way when it became known stays out. */
  keepKey(under: string, bytes: Buffer): PersonKey {
    const key = personKey(bytes);
    if (!this.#destroyed.has(under)) this.#keys.set(under, key);
    return key;
  }

  keepValue(ref: string, opened: OpenValue): void {
    if (this.#destroyed.has(opened.under)) this.#absent.set(ref, true);
    else this.#values.set(ref, opened);
  }

  keepAbsent(what: string): void {
    this.#absent.set(what, true);
  }

  forgetKey(destruction: Destruction): void {
    const { under } = destruction;
    this.#destroyed.set(under, destruction);
    this.#keys.forget((_key, name) => name === under);
    for (const ref of this.#values.forget((value) => value.under === under)) this.#absent.set(ref, true);
  }

  forgetValues(refs: ReadonlySet<string>): void {
    this.#values.forget((_value, ref) => refs.has(ref));
  }
}
