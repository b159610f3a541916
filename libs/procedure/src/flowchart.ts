import { term } from '#libs/terms';
import { type Definition, type PartId } from './definition.js';
import { placedParts, predecessors } from './law-of.js';

/** The parts of a definition as a Mermaid flowchart: steps as boxes, `after` as arrows, returns dotted, the effect last. */
export function flowchart(definition: Definition): string {
  const placed = placedParts(definition);
  const after = predecessors(definition);
  const name = Object.fromEntries(placed.map(({ id }, index) => [id, `p${index}`]));
  const at = (id: PartId): string => name[id] ?? id;
  const boxes = definition.steps.flatMap((step) => [
    `  subgraph s${step.no}["${step.no} ${quoted(step.label.zh)}"]`,
    ...placed
      .filter((part) => part.step === step)
      .map(({ id, part }) => `    ${at(id)}["${quoted(part.label.zh)}<br>${quoted(part.label.en)}"]`),
    '  end',
  ]);
  const arrows = placed.flatMap(({ id }) => (after[id] ?? []).map((before) => `  ${at(before)} --> ${at(id)}`));
  const returns = placed.flatMap(({ id, part }) => {
    const objection = part.onObjection?.returnTo;
    const refusal = part.kind === 'consent' ? part.returnTo : undefined;
    return [
      ...(objection === undefined ? [] : [`  ${at(id)} -. ${term('order.ReturnCase').zh} .-> ${at(objection)}`]),
      ...(refusal === undefined ? [] : [`  ${at(id)} -. ${term('event.case.ExitConsentRefused.v1').zh} .-> ${at(refusal)}`]),
    ];
  });
  const { zh, en } = term(`outcome.${definition.effect.result}`);
  const effect = `  ${at(definition.effect.after)} --> effect(["${zh}<br>${en}"])`;
  return ['```mermaid', 'flowchart TD', ...boxes, ...arrows, ...returns, effect, '```'].join('\n');
}

function quoted(text: string): string {
  return text.replaceAll('"', '#quot;');
}
