/** Version of this program; stands in the metadata of every event, so that one can tell which build decided it. */
export const BUILD = '0.1.0';
