import { type LawBook } from '#libs/application';
import { type Names } from '#libs/audit';
import { type Directory } from '#libs/identity';

/** How the log calls its areas, and the steps of its law. */
export const namesOf = ({ directory, lawBook }: { readonly directory: Directory; readonly lawBook: LawBook }): Names => ({
  area: (id) => directory.area(id)?.name,
  definition: (ref) => lawBook.definition(ref)?.definition,
});
