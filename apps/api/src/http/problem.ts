import { type Finding } from '#libs/kernel';
import { type Language, refusalText, termOf, type Words } from '#libs/terms';

/** What is wrong with one field: where (JSON Pointer into the body) and what, never the value. */
export interface FieldFault {
  readonly pointer: string;
  readonly code: string;
}

/** What is wrong in one cell of a file, for whoever sent it: both languages, for it is written back into a copy of the file. */
export interface CellFault {
  readonly line: number;
  readonly column: string;
  readonly found: string;
  readonly expected: Words;
  readonly person?: string;
}

/** What a problem may say besides its code; every member stands in the answer under the same name. */
export interface ProblemDetails {
  readonly caseId?: string;
  readonly step?: string;
  readonly definition?: string;
  readonly clause?: string;
  readonly findings?: readonly Finding[];
  readonly errors?: readonly FieldFault[];
  /** What is wrong in the cells of a file that was sent, and how much of it there is in all. */
  readonly rows?: readonly CellFault[];
  readonly rowsWrong?: number;
  /** How far the read model is behind, in events. */
  readonly lag?: number;
  /** What would have been understood, such as the orders that there are. */
  readonly expected?: readonly string[];
  /** The revision at which the stream stands. */
  readonly revision?: number;
}

export interface ProblemOptions extends ProblemDetails {
  /** Seconds after which it may be tried again. */
  readonly retryAfter?: number;
  /** Words for `detail` where the code alone does not say enough. */
  readonly detail?: Words;
  /** The title of another code of the dictionary; a refusal bears the code of its first finding. */
  readonly titled?: string;
}

/** An answer that is not what was asked for, as RFC 9457 has it. Thrown anywhere behind the door. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly status: number,
    /** Stable, `UPPER_SNAKE`; has words in the dictionary under `door`, unless `titled` names others. */
    readonly code: string,
    readonly options: ProblemOptions = {},
  ) {
    super(code);
  }
}

const TYPE = 'urn:mingce:problem:';

/** The body of the answer, in one language. Findings and faults carry a sentence each. */
export function problemBody({ status, code, options }: Problem, language: Language): object {
  const { detail, titled = code, findings, errors, retryAfter: _, ...rest } = options;
  const said = findings?.map((finding) => ({ ...finding, text: refusalText(finding, language) }));
  const faults = errors?.map((fault) => ({ ...fault, detail: termOf('problem', fault.code)[language] }));
  const text = detail?.[language] ?? said?.map((finding) => finding.text).join(language === 'zh' ? '' : ' ');
  return {
    type: TYPE + titled.toLowerCase().replaceAll('_', '-'),
    title: termOf('door', titled)[language],
    status,
    code,
    ...(text === undefined || text === '' ? {} : { detail: text }),
    ...rest,
    ...(said === undefined ? {} : { findings: said }),
    ...(faults === undefined ? {} : { errors: faults }),
  };
}
