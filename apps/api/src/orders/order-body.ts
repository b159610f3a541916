import { Day, Id, Maybe, Nested } from './fields.js';
import { type DataClass } from './order-registry.js';

/** What is sent with every order. */
export interface OrderBody {
  data: object;
  /** Paper date; today where absent. */
  occurredOn?: string;
  /** Who did it on paper; the account where absent. */
  performedBy?: string;
}

/** The class of the body of one order type; its name is the name of the schema in the OpenAPI document. */
export function orderBodyClass(type: string, dataClass: DataClass): DataClass<OrderBody> {
  class Body implements OrderBody {
    @Nested(dataClass) data!: object;
    @Maybe(Day()) occurredOn?: string;
    @Maybe(Id()) performedBy?: string;
  }
  Object.defineProperty(Body, 'name', { value: `${type}Order` });
  return Body;
}
