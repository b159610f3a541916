import { isRefusal, refuse, unmet } from '#libs/kernel';
import { PART_KINDS } from '#libs/procedure';
import { type Proposals } from './handler.js';
import { partOf } from './part.js';

/** Joining and leaving a collective step (architecture §2): a case stands on one act at a time. */
export const actProposals: Proposals<'JoinAct' | 'LeaveAct'> = {
  JoinAct: (data, { law, state, context }) => {
    if (context.actor.role !== 'process') {
      return refuse(unmet('RECORDER_MAY_NOT', 'RIGHTS', 'architecture §2', ['process'], context.actor.role));
    }
    const part = partOf(law, data.part, ...PART_KINDS);
    if (isRefusal(part)) return part;
    if (state.onAct?.act === data.act && state.onAct.part === data.part) return [];
    return [{ type: 'case.JoinedAct.v1', data: { act: data.act, part: data.part, round: data.round } }];
  },

  /** Lawful at any time and of no effect where the case is not on that act. */
  LeaveAct: (data, { state, context }) => {
    if (context.actor.role !== 'process') {
      return refuse(unmet('RECORDER_MAY_NOT', 'RIGHTS', 'architecture §2', ['process'], context.actor.role));
    }
    return state.onAct?.act === data.act ? [{ type: 'case.LeftAct.v1', data: { act: data.act } }] : [];
  },
};
