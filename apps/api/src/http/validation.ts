import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { type DataClass } from '../orders/order-registry.js';
import { type FieldFault, Problem } from './problem.js';
import { rememberRulesOfClasses } from './validation-rules.js';

rememberRulesOfClasses();

const MOST_FAULTS = 50;
const CODE = /^FIELD_[A-Z_]+$/;
/** No class of ours exposes or excludes a field; what a field is made of is still said by its decorator. To look for it with each field took long. */
const AS_IT_IS = { ignoreDecorators: true };

/**
 * Holds what came in against its class: what the class does not name is refused, nothing is converted on the way.
 * @throws Problem 400 naming each fault by its place; never a value, which may be somebody's.
 */
export function validated<T extends object>(type: DataClass<T>, plain: unknown): T {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    throw new Problem(400, 'INVALID_SHAPE', { errors: [{ pointer: '', code: 'FIELD_WRONG_TYPE' }] });
  }
  const instance = plainToInstance(type, plain, AS_IT_IS);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false },
  });
  if (errors.length === 0) return instance;
  const faults: FieldFault[] = [];
  collect(errors, '', faults);
  throw new Problem(400, 'INVALID_SHAPE', { errors: faults });
}

function collect(errors: readonly ValidationError[], above: string, faults: FieldFault[]): void {
  for (const { property, constraints, children, value } of errors) {
    if (faults.length >= MOST_FAULTS) return;
    const pointer = `${above}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    for (const [name, message] of Object.entries(constraints ?? {})) faults.push({ pointer, code: codeOf(name, message, value) });
    collect(children ?? [], pointer, faults);
  }
}

function codeOf(name: string, message: string, value: unknown): string {
  if (name === 'whitelistValidation') return 'FIELD_UNKNOWN';
  if (value === undefined) return 'FIELD_MISSING';
  return CODE.test(message) ? message : 'FIELD_WRONG_TYPE';
}
