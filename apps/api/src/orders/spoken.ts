import { type CivilDate, type JsonValue, type Sealed } from '#libs/kernel';

/** A sealed field as it is said at the door: the value in clear and under whose key it shall lie. Never echoed. */
export interface SpokenSeal {
  under: string;
  value: string | object;
}

/** Fields that the engine works out from what is said, and that nobody may say. */
type WorkedOut = 'idCheckDigitHolds' | 'idFingerprint';

/** The data of an order as JSON brings them: days are text, and what will be sealed still stands in clear. */
export type Spoken<T> = JsonValue extends T
  ? JsonValue
  : T extends Sealed
    ? SpokenSeal
    : T extends CivilDate
      ? string
      : T extends string | number | boolean | null | undefined
        ? T
        : T extends readonly (infer Item)[]
          ? Spoken<Item>[]
          : T extends object
            ? { -readonly [Key in keyof T as Key extends WorkedOut ? never : Key]: Spoken<T[Key]> }
            : never;

type KeysAgree<A, B> = [keyof A] extends [keyof B] ? ([keyof B] extends [keyof A] ? true : false) : false;

/**
 * `Dto` where a DTO says exactly what the order's data are: each may stand for the other, and no optional field is
 * forgotten at the top. Seals may be narrower than {@link SpokenSeal}: the door knows which form the value has.
 */
export type Says<Dto, Data> =
  Dto extends Spoken<Data>
    ? KeysAgree<Dto, Spoken<Data>> extends true
      ? Spoken<Data> extends Loose<Dto>
        ? Dto
        : never
      : never
    : never;

/** The DTO with every seal as wide as {@link SpokenSeal}, so that only the other fields are compared. */
type Loose<T> = JsonValue extends T
  ? JsonValue
  : T extends { under: string; value: unknown }
    ? SpokenSeal
    : T extends string | number | boolean | null | undefined
      ? T
      : T extends readonly (infer Item)[]
        ? Loose<Item>[]
        : T extends object
          ? { [Key in keyof T]: Loose<T[Key]> }
          : never;
