/**
 * Cases with the open incidents, as a JSON list of their streams, that hold the stream of the case itself, of its household, or of the act
 * that it is on: until a person resolves them the case does not go on by itself. Joined when asked, not kept: an incident holds
 * many cases, and cases join and leave what it holds.
 */
export const CASES_WITH_INCIDENTS = `(SELECT s.*, (SELECT json_group_array(incident) FROM (SELECT i.incident FROM incidents i
  WHERE i.status = 'OPEN' AND i.stream IN ('case-' || s.case_id, 'household-' || s.household_id, 'act-' || s.on_act)
  ORDER BY i.position)) AS incidents FROM case_status s)`;
