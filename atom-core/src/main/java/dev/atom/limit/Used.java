package dev.atom.limit;

/** How much of what a call had taken it has used. */
@FunctionalInterface
interface Used {
  /** All that was expected. */
  Used AS_EXPECTED = (unit, expected) -> expected;

  /** Nothing was sent. */
  Used NOTHING = (unit, expected) -> 0;

  /** Of a unit, 0 or more. */
  long of(String unit, long expected);
}
