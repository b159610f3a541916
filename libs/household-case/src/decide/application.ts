import { isRefusal, refuse, unmet } from '#libs/kernel';
import { type Proposals } from './handler.js';
import { about, optional, partOf } from './part.js';

/** Opening, application or nomination, and authorisations that came later (domain.md §2.1 step 1, §3.2 step 1). */
export const applicationProposals: Proposals<'OpenCase' | 'SubmitApplication' | 'GrantQueryAuthorisation'> = {
  OpenCase: (data, { context }) =>
    context.actor.role === 'process'
      ? [{ type: 'case.CaseOpened.v1', data }]
      : refuse(unmet('RECORDER_MAY_NOT', 'RIGHTS', '§2.2', ['process'], context.actor.role)),

  SubmitApplication: (data, { law }) => {
    const part = partOf(law, data.part, 'application');
    if (isRefusal(part)) return part;
    const { by, membersListed, authorisedBy, papers, writer, statement } = data;
    const submitted = {
      ...about(data),
      by,
      membersListed,
      authorisedBy,
      papers,
      ...optional('writer', writer),
      ...optional('statement', statement),
    };
    return part.form === 'APPLICATION'
      ? [{ type: 'case.ApplicationSubmitted.v1', data: submitted }]
      : [{ type: 'case.ExitNominated.v1', data: submitted }];
  },

  GrantQueryAuthorisation: (data) => [{ type: 'case.QueryAuthorisationGranted.v1', data }],
};
