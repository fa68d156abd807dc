package dev.atom.jdbc;

import dev.atom.ledger.Grouping.Dimension;
import dev.atom.ledger.UsageFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A filter as a condition with its parameters. Not thread-safe. */
final class UsageWhere {
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final StringBuilder sql = new StringBuilder(" WHERE 1 = 1");
  private final List<@Nullable Object> parameters = new ArrayList<>();

  static UsageWhere of(UsageFilter filter, boolean postgres) {
    UsageWhere where = new UsageWhere();
    // What is finer than a microsecond is rounded up: no record lies in between.
    filter.from().ifPresent(from -> where.and("at >= ?", micros(from)));
    filter.until().ifPresent(until -> where.and("at < ?", micros(until)));
    for (Dimension dimension : Dimension.values()) {
      filter.value(dimension).ifPresent(value -> where.and(column(dimension) + " = ?", value));
    }
    filter.outcome().ifPresent(outcome -> where.and("outcome = ?", outcome.name()));
    filter.tags().forEach((name, value) -> where.tag(name, value, postgres));
    return where;
  }

  /** The first microsecond at or after an instant; no record is before the year 0 or after 9999. */
  static long micros(Instant at) {
    if (at.isBefore(EARLIEST)) {
      return Long.MIN_VALUE;
    }
    return at.isAfter(LATEST) ? Long.MAX_VALUE : Micros.of(at.plusNanos(999));
  }

  static String column(Dimension dimension) {
    return switch (dimension) {
      case PROVIDER -> "provider";
      case MODEL -> "model";
      case TENANT -> "tenant";
      case USER -> "user_id";
      case ROUTE -> "route";
      case DAY -> "at";
    };
  }

  private void tag(String name, String value, boolean postgres) {
    sql.append(
        postgres
            ? " AND (tags::jsonb ->> ?) = ?"
            : " AND EXISTS (SELECT 1 FROM json_each(tags) j WHERE j.key = ? AND j.value = ?)");
    parameters.add(name);
    parameters.add(value);
  }

  UsageWhere and(String condition, Object... values) {
    sql.append(" AND ").append(condition);
    parameters.addAll(List.of(values));
    return this;
  }

  /** The records after a place, as {@code at:number}. */
  UsageWhere after(Optional<String> place) {
    place.ifPresent(
        text -> {
          try {
            int gap = text.indexOf(':');
            and(
                "(at, number) > (?, ?)",
                Long.parseLong(text.substring(0, gap)),
                Long.parseLong(text.substring(gap + 1)));
          } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no place in this ledger", e);
          }
        });
    return this;
  }

  String sql() {
    return sql.toString();
  }

  List<@Nullable Object> parameters() {
    return parameters;
  }
}
