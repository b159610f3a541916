/** Under which the order of an opening is given: its id is in the words of the order, and known to whoever names the opening. */
export const openingKey = (opening: string): string => `opening ${opening}`;
