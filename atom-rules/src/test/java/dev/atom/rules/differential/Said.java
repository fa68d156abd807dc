package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a condition says, read from its document once. */
sealed interface Said {

  /** At least so many of them are true. */
  record Several(int least, List<Said> of) implements Said {}

  /** The opposite. */
  record Not(Said said) implements Said {}

  /** A condition on one field; traces name it so. */
  record Field(String name, Asked asked) implements Said {}

  /** A condition on the items of a list. */
  record Items(
      String name,
      Path list,
      String fold,
      Said each,
      @Nullable Path of,
      @Nullable Asked amount,
      @Nullable Boolean missing)
      implements Said {}

  /** JsonLogic. */
  record Logic(String name, Json rule) implements Said {}

  /**
   * What is asked of a value.
   *
   * @param operator the positive operator
   * @param complement whether its complement is asked
   * @param path where the value is
   * @param value what it is compared with, as it stands in the document
   * @param operands the same, one by one
   * @param temporal whether points in time are compared
   * @param missing the answer for a missing value; null for the operator's own
   * @param work the calendar, if one is named
   */
  record Asked(
      String operator,
      boolean complement,
      Path path,
      Json value,
      List<Operand> operands,
      boolean ignoreCase,
      boolean temporal,
      @Nullable Boolean missing,
      @Nullable Work work) {}

  /** A literal, or another field. */
  record Operand(@Nullable Path other, Json literal) {}

  /** A calendar, and how long is to be worked by it. */
  record Work(Hours hours, Duration length) {}
}
