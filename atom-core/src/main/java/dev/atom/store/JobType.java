package dev.atom.store;

/** How a {@link NewJob} is named and what becomes of it when it is done. */
public enum JobType {
  /**
   * Something that is to leave the process. Its name is an idempotency key: unique in the tenant, and
   * taken for as long as the job is kept, also when it is done. It can't be moved.
   */
  EFFECT,
  /**
   * Something that is due at an instant, once or again and again. Its name is unique in its subject;
   * planned anew under that name it is moved. It is removed when it is done.
   */
  TIMER
}
