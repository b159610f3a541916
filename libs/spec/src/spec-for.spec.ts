import {
  type Actor,
  addDays,
  type CivilDate,
  type Decider,
  type DecisionContext,
  type Event,
  type Order,
  refuse,
  unmet,
} from '#libs/kernel';
import { specFor } from './spec-for.js';

type Post = Order<'Post', { readonly sheet: string }>;
type TakeDown = Order<'TakeDown', { readonly sheet: string }>;
type Posted = Event<'board.Posted.v1', { readonly sheet: string; readonly closes: CivilDate }>;
type Counted = Event<'board.Counted.v1', { readonly sheets: number }>;
interface Board {
  readonly sheets: readonly string[];
}
type Context = DecisionContext & { readonly days: number };
type BoardDecider = Decider<Board, Post | TakeDown, Posted | Counted, Context>;

const board: BoardDecider = {
  category: 'board',
  initial: { sheets: [] },
  keyOf: (order) => `${order.type}|${order.data.sheet}`,
  decide: (order, state, context) => {
    if (order.type === 'TakeDown') {
      const hanging = unmet('SHEET_NOT_HANGING', 'ORDER', 'R10', 'a sheet that hangs', order.data.sheet);
      return context.actor.role === 'CLERK'
        ? refuse(hanging)
        : refuse(hanging, unmet('RECORDER_MAY_NOT', 'RIGHTS', 'R4', ['CLERK'], context.actor.role));
    }
    return [
      { type: 'board.Posted.v1', data: { sheet: order.data.sheet, closes: addDays(context.occurredOn, context.days) } },
      { type: 'board.Counted.v1', data: { sheets: state.sheets.length + 1 } },
    ];
  },
  evolve: (state, event) => (event.type === 'board.Posted.v1' ? { sheets: [...state.sheets, event.data.sheet] } : state),
};

const clerk: Actor = { id: 'clerk-1', role: 'CLERK', area: 'village-1' };
const stranger: Actor = { id: 'stranger-1', role: 'NONE', area: 'village-1' };
const at = '2024-02-29T09:00:00+08:00';
const post: Post = { type: 'Post', data: { sheet: 'second' } };
const takeDown: TakeDown = { type: 'TakeDown', data: { sheet: 'second' } };
const posted = (closes: string): Posted => ({ type: 'board.Posted.v1', data: { sheet: 'second', closes: closes as CivilDate } });
const counted: Counted = { type: 'board.Counted.v1', data: { sheets: 2 } };

const whenPosted = (decider: BoardDecider = board) =>
  specFor(decider, { days: 7 })
    .given([{ type: 'board.Posted.v1', data: { sheet: 'first', closes: '2024-02-08' as CivilDate } }])
    .when(post, clerk, at);
const whenTakenDown = (actor: Actor) => specFor(board, { days: 7 }).given([]).when(takeDown, actor, at);

describe('the test language of deciders', () => {
  it('holds when the events are exactly these, in this order', () => {
    expect(() => whenPosted().then([posted('2024-03-07'), counted])).not.toThrow();
  });

  it('takes the paper date where one is said', () => {
    const when = specFor(board, { days: 7 }).given([]).when(post, clerk, at, { on: '2024-02-28' });
    expect(() => when.then([posted('2024-03-06'), { ...counted, data: { sheets: 1 } }])).not.toThrow();
  });

  describe('fails', () => {
    it('on a wrong date', () => {
      expect(() => whenPosted().then([posted('2024-03-08'), counted])).toThrow('gave other events');
    });

    it('on a field that is expected and not there', () => {
      const more = { ...counted, data: { sheets: 2, note: 'x' } };
      expect(() => whenPosted().then([posted('2024-03-07'), more])).toThrow('gave other events');
    });

    it('on a field that is there and not expected', () => {
      const less = { type: 'board.Counted.v1', data: {} } as unknown as Counted;
      expect(() => whenPosted().then([posted('2024-03-07'), less])).toThrow('gave other events');
    });

    it('on a field that is there with nothing in it', () => {
      const empty = { ...counted, data: { sheets: 2, note: undefined } } as Counted;
      expect(() => whenPosted().then([posted('2024-03-07'), empty])).toThrow('gave other events');
    });

    it('on a number written as text', () => {
      const text = { type: 'board.Counted.v1', data: { sheets: '2' } } as unknown as Counted;
      expect(() => whenPosted().then([posted('2024-03-07'), text])).toThrow('gave other events');
    });

    it('on swapped order', () => {
      expect(() => whenPosted().then([counted, posted('2024-03-07')])).toThrow('gave other events');
    });

    it('where one event is to stand for two', () => {
      expect(() => whenPosted().then([posted('2024-03-07')])).toThrow('gave other events');
    });

    it('where two events are expected to be one more', () => {
      expect(() => whenPosted().then([posted('2024-03-07'), counted, counted])).toThrow('gave other events');
    });

    it('where nothing is expected and something happens', () => {
      expect(() => whenPosted().then([])).toThrow('gave other events');
    });

    it('where events are expected of an order that is refused', () => {
      expect(() => whenTakenDown(clerk).then([counted])).toThrow('was refused');
    });

    it('where an order is expected to be refused and is not', () => {
      expect(() => whenPosted().thenRefused(['SHEET_NOT_HANGING'])).toThrow('was not refused');
    });
  });

  describe('refusals', () => {
    it('are held against the exact set of codes, in any order', () => {
      expect(() => whenTakenDown(stranger).thenRefused(['RECORDER_MAY_NOT', 'SHEET_NOT_HANGING'])).not.toThrow();
    });

    it('fail where a code is missing', () => {
      expect(() => whenTakenDown(stranger).thenRefused(['SHEET_NOT_HANGING'])).toThrow('for other reasons');
    });

    it('fail where a code is one too many', () => {
      expect(() => whenTakenDown(clerk).thenRefused(['RECORDER_MAY_NOT', 'SHEET_NOT_HANGING'])).toThrow('for other reasons');
    });

    it('fail where a finding cites no clause', () => {
      const silent: BoardDecider = { ...board, decide: () => refuse(unmet('NO', 'LAW', '', 1, 2)) };
      expect(() => whenPosted(silent).thenRefused(['NO'])).toThrow('cite no clause');
    });

    it('fail where a finding is met', () => {
      const met: BoardDecider = { ...board, decide: () => refuse({ ...unmet('NO', 'LAW', 'R1', 1, 2), met: true }) };
      expect(() => whenPosted(met).thenRefused(['NO'])).toThrow('do not refuse');
    });
  });

  describe('purity', () => {
    it('an evolve that writes to the state fails', () => {
      const careless: BoardDecider = {
        ...board,
        evolve: (state, event) => {
          if (event.type === 'board.Posted.v1') (state.sheets as string[]).push(event.data.sheet);
          return state;
        },
      };
      expect(() => whenPosted(careless).then([posted('2024-03-07'), counted])).toThrow(TypeError);
    });

    it('a decide that writes to the order fails', () => {
      const careless: BoardDecider = {
        ...board,
        decide: (order, state, context) => {
          (order.data as { sheet: string }).sheet = 'other';
          return board.decide(order, state, context);
        },
      };
      expect(() => whenPosted(careless).then([posted('2024-03-07'), counted])).toThrow(TypeError);
    });

    it('an order of which every repeat has another key is found out: it would be done twice', () => {
      let calls = 0;
      const forgetful: BoardDecider = { ...board, keyOf: () => `key ${calls++}` };
      expect(() => whenPosted(forgetful).then([posted('2024-03-07'), counted])).toThrow('did not give []');
    });
  });
});
