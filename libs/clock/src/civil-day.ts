import { addDays, type CivilDate, civilDateOf, type Instant, startOfDay } from '#libs/kernel';

/** The civil date of moments that mostly fall on the same day: the calendar is asked once a day, not once an order. */
export class CivilDay {
  #date: CivilDate | undefined;
  #from = '';
  #until = '';

  of(moment: Instant): CivilDate {
    if (this.#date === undefined || moment < this.#from || moment >= this.#until) {
      const date = civilDateOf(moment);
      this.#date = date;
      this.#from = startOfDay(date);
      this.#until = startOfDay(addDays(date, 1));
    }
    return this.#date;
  }
}
