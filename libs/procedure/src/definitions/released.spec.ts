import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { definitionOf, definitionRef, definitions, releasedDigests } from './index.js';

const digestOf = (value: object): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');

describe('released definitions', () => {
  it.each(definitions.map((definition) => [`${definition.id}@${definition.version}`, definition] as const))(
    '%s was not edited since: a change is a new version',
    (name, definition) => {
      expect({ [name]: digestOf(definition) }).toEqual({ [name]: releasedDigests[name] });
    },
  );

  it('are all there, none is withdrawn', () => {
    expect(definitions.map(({ id, version }) => `${id}@${version}`).sort()).toEqual(Object.keys(releasedDigests).sort());
  });

  it('one changed number changes the digest', () => {
    const definition = definitionOf('IDENT-8', 1);
    const edited = { ...definition, slogan: { ...definition.slogan, steps: 9 } };
    expect(digestOf(edited)).not.toBe(releasedDigests['IDENT-8@1']);
  });

  it('are pinned by id, version and digest', () => {
    expect(definitionRef('IDENT-8', 1, 'abc')).toBe('IDENT-8@1#abc');
  });

  it('are asked for by id and version; one that is not there is named with those that are', () => {
    expect(() => definitionOf('IDENT-8', 2)).toThrow(
      new RangeError(
        'there is no definition IDENT-8@2; there are IDENT-8@1, EXIT-8@1, IDENT-BASE-2014@1, IDENT-7-BAOJI@1, ' +
          'IDENT-12-NAIMAN@1, EXIT-GZ@1, MONITOR-2021@1',
      ),
    );
  });
});
