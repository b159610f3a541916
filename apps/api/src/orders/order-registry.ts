import { type Order } from '#libs/kernel';
import { type Says, type Spoken } from './spoken.js';

/** A class that says the data of one order type at the door. */
export type DataClass<Data extends object = object> = new () => Data;

type DataOf<O extends Order, Type extends O['type']> = Extract<O, { type: Type }>['data'];
type Saying<O extends Order> = { readonly [Type in O['type']]: DataClass<Spoken<DataOf<O, Type>> & object> };
type Exactly<O extends Order, Classes> = {
  readonly [Type in keyof Classes]: Type extends O['type']
    ? Classes[Type] extends DataClass<infer Dto>
      ? DataClass<Says<Dto, DataOf<O, Type>> & object>
      : never
    : never;
};

/**
 * For every order of a union the class that says its data: the compiler refuses a list that lacks an order or has one too
 * many, and a class that lacks a field, has one too many, or allows other values than the order knows.
 */
export function everyOrderOf<O extends Order>() {
  return <Classes extends Saying<O>>(classes: Classes & Exactly<O, Classes>): Readonly<Record<O['type'], DataClass>> => classes;
}
