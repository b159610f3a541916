import { type JsonObject, type JsonValue } from '#libs/kernel';
import { unknownWord } from './nearest.js';
import { isObject } from './script.js';
import { Told } from './told.js';

/** A symbol of the script that stands for nothing. */
export class UnknownName extends Told {}

/** `$roster(GROUP_MEETING,20)`: a name and what it is asked with. */
export type NameFunction = (args: readonly string[]) => JsonValue;

const SYMBOL = /\$([a-zA-Z][\w.]*)(?:\(([^)]*)\))?/g;
const ONLY_SYMBOL = /^\$([a-zA-Z][\w.]*)(?:\(([^)]*)\))?$/;

/** What the symbols of a script stand for: `$case`, `$person1`, `$event(NoticePosted)`, and what the script itself has set. */
export class Names {
  private readonly values = new Map<string, JsonValue>();

  constructor(private readonly functions: Readonly<Record<string, NameFunction>>) {}

  set(name: string, value: JsonValue): void {
    this.values.set(name.replace(/^\$/, ''), value);
  }

  get(name: string): JsonValue | undefined {
    return this.values.get(name);
  }

  /** Names bound so far, for messages. */
  known(): readonly string[] {
    return [...this.values.keys(), ...Object.keys(this.functions).map((name) => `${name}(…)`)].map((name) => `$${name}`);
  }

  /** The value with every symbol in it replaced; a text that is one symbol takes the symbol's own type. @throws UnknownName */
  resolve(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.ofText(value);
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map((member) => this.resolve(member));
    return isObject(value) ? this.resolveObject(value) : value;
  }

  resolveObject(object: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(object).map(([key, member]) => [this.textOf(key), this.resolve(member)]));
  }

  /** A text with its symbols replaced. @throws UnknownName */
  textOf(text: string): string {
    return text.replace(SYMBOL, (_whole, name: string, args: string | undefined) => {
      const value = this.ask(name, args);
      return typeof value === 'string' ? value : JSON.stringify(value);
    });
  }

  private ofText(text: string): JsonValue {
    const only = ONLY_SYMBOL.exec(text);
    return only === null ? this.textOf(text) : this.ask(only[1] ?? '', only[2]);
  }

  private ask(name: string, args: string | undefined): JsonValue {
    if (args !== undefined) {
      const answer = this.functions[name];
      if (answer === undefined) throw new UnknownName(unknownWord('symbol', `$${name}(…)`, this.known()));
      return answer(args === '' ? [] : args.split(',').map((arg) => arg.trim()));
    }
    const value = this.values.get(name);
    if (value === undefined) throw new UnknownName(unknownWord('symbol', `$${name}`, this.known()));
    return value;
  }
}
