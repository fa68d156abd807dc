package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.ledger.BookedCost;
import dev.atom.ledger.Grouping;
import dev.atom.ledger.Grouping.Dimension;
import dev.atom.ledger.Percentiles;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageGroup;
import dev.atom.ledger.UsageTotals;
import dev.atom.ledger.UsageTotals.Counts;
import dev.atom.ledger.UsageTotals.Spent;
import dev.atom.ledger.UsageTotals.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One question for totals, in one snapshot. Not thread-safe. */
final class UsageSums {
  private static final String SUMS =
      "count(*), count(DISTINCT length(tenant) || ':' || tenant || call_id),"
          + " sum(CASE outcome WHEN 'CACHE_HIT' THEN 1 ELSE 0 END),"
          + " sum(input), sum(cached), sum(output), sum(reasoning), sum(1 - usage_known),"
          + " coalesce(sum(nanos), 0), coalesce(sum(rest), 0),"
          + " sum(CASE WHEN unknown_cost IS NULL THEN 0 ELSE 1 END), sum(estimated)";

  private final Session session;
  private final Grouping grouping;
  private final UsageFilter filter;
  private final boolean postgres;
  private final List<String> keys;

  private UsageSums(
      Session session, UsageFilter filter, Grouping grouping, boolean postgres, String day) {
    this.session = session;
    this.grouping = grouping;
    this.filter = filter;
    this.postgres = postgres;
    keys = grouping.dimensions().stream().map(dimension -> key(dimension, day)).toList();
  }

  private static String key(Dimension dimension, String day) {
    return switch (dimension) {
      case USER, ROUTE -> "coalesce(" + UsageWhere.column(dimension) + ", '')";
      case DAY -> day;
      case PROVIDER, MODEL, TENANT -> UsageWhere.column(dimension);
    };
  }

  static List<UsageGroup> of(
      Session session, UsageFilter filter, Grouping grouping, boolean postgres)
      throws SQLException {
    String day =
        grouping.dimensions().contains(Dimension.DAY) ? day(session, filter, grouping) : "";
    return new UsageSums(session, filter, grouping, postgres, day).groups();
  }

  private static String day(Session session, UsageFilter filter, Grouping grouping)
      throws SQLException {
    List<Instant> ends =
        session.query(
            "SELECT min(at) FROM #usage UNION ALL SELECT max(at) FROM #usage",
            row -> Micros.instant(row.getLong(1)));
    Instant first = filter.from().filter(ends.get(0)::isBefore).orElse(ends.get(0));
    Instant last = filter.until().filter(ends.get(1)::isAfter).orElse(ends.get(1));
    return UsageDays.sql(grouping.zone(), first, last);
  }

  private List<UsageGroup> groups() throws SQLException {
    Map<List<String>, Map<String, Long>> errors = errors();
    Map<List<String>, Percentiles> latencies = percentiles("latency");
    Map<List<String>, Percentiles> firstTokens = percentiles("first_token");
    UsageWhere where = where();
    String sql = "SELECT " + listed() + SUMS + " FROM #usage" + where.sql() + grouped();
    List<UsageGroup> groups =
        LedgerTables.query(
            session,
            sql,
            row -> {
              List<String> key = key(row);
              UsageTotals totals =
                  totals(
                      row,
                      errors.getOrDefault(key, Map.of()),
                      Optional.ofNullable(latencies.get(key)),
                      Optional.ofNullable(firstTokens.get(key)));
              return new UsageGroup(named(key), totals);
            },
            where.parameters());
    return groups.stream()
        .filter(group -> group.totals().counts().attempts() > 0) // of nothing there is one sum
        .sorted(UsageSums::compare)
        .toList();
  }

  private static int compare(UsageGroup one, UsageGroup other) {
    List<String> right = List.copyOf(other.key().values());
    int place = 0;
    for (String left : one.key().values()) {
      int order = left.compareTo(right.get(place++));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private UsageWhere where() {
    return UsageWhere.of(filter, postgres);
  }

  /** The keys, each with a comma behind it. */
  private String listed() {
    return keys.stream().map(key -> key + ", ").collect(Collectors.joining());
  }

  private String grouped() {
    return keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
  }

  private List<String> key(ResultSet row) throws SQLException {
    List<String> key = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      key.add(
          grouping.dimensions().get(i) == Dimension.DAY
              ? LocalDate.ofEpochDay(row.getLong(i + 1)).toString()
              : row.getString(i + 1));
    }
    return key;
  }

  private Map<Dimension, String> named(List<String> key) {
    Map<Dimension, String> named = new LinkedHashMap<>();
    for (int i = 0; i < key.size(); i++) {
      named.put(grouping.dimensions().get(i), key.get(i));
    }
    return named;
  }

  private UsageTotals totals(
      ResultSet row,
      Map<String, Long> errors,
      Optional<Percentiles> latency,
      Optional<Percentiles> firstToken)
      throws SQLException {
    int at = keys.size();
    long attempts = row.getLong(at + 1);
    Counts counts = new Counts(row.getLong(at + 2), attempts, row.getLong(at + 3), errors);
    Tokens tokens =
        new Tokens(
            row.getLong(at + 4),
            row.getLong(at + 5),
            row.getLong(at + 6),
            row.getLong(at + 7),
            row.getLong(at + 8));
    BookedCost cost = new BookedCost(row.getLong(at + 9), row.getLong(at + 10));
    Spent spent = new Spent(cost.usd(), row.getLong(at + 11), row.getLong(at + 12));
    return new UsageTotals(counts, tokens, spent, latency, firstToken);
  }

  private Map<List<String>, Map<String, Long>> errors() throws SQLException {
    Map<List<String>, Map<String, Long>> errors = new HashMap<>();
    UsageWhere where = where().and("error IS NOT NULL");
    String by = keys.isEmpty() ? " GROUP BY error" : grouped() + ", error";
    LedgerTables.query(
        session,
        "SELECT " + listed() + "error, count(*) FROM #usage" + where.sql() + by,
        row ->
            errors
                .computeIfAbsent(key(row), key -> new HashMap<>())
                .put(row.getString(keys.size() + 1), row.getLong(keys.size() + 2)),
        where.parameters());
    return errors;
  }

  /** Exact: the first of the sorted durations whose place is at least so much of their number. */
  private Map<List<String>, Percentiles> percentiles(String column) throws SQLException {
    UsageWhere where = where().and("outcome = 'ANSWERED'").and(column + " IS NOT NULL");
    String partition = keys.isEmpty() ? "" : "PARTITION BY " + String.join(", ", keys);
    StringBuilder inner = new StringBuilder("SELECT ");
    StringBuilder outer = new StringBuilder("SELECT ");
    for (int i = 0; i < keys.size(); i++) {
      inner.append(keys.get(i)).append(" AS k").append(i).append(", ");
      outer.append("k").append(i).append(", ");
    }
    inner.append(
        "%1$s AS v, row_number() OVER (%2$s ORDER BY %1$s) AS n, count(*) OVER (%2$s) AS c"
            .formatted(column, partition));
    String by = outer.substring("SELECT ".length()).replaceAll(", $", "");
    for (int percent : new int[] {50, 95, 99}) {
      outer
          .append("min(CASE WHEN n * 100 >= c * ")
          .append(percent)
          .append(percent == 99 ? " THEN v END)" : " THEN v END), ");
    }
    Map<List<String>, Percentiles> found = new HashMap<>();
    LedgerTables.query(
        session,
        outer
            + " FROM ("
            + inner
            + " FROM #usage"
            + where.sql()
            + ") AS ranked"
            + (by.isEmpty() ? "" : " GROUP BY " + by),
        row -> {
          Duration p50 = micros(row, keys.size() + 1);
          return row.wasNull()
              ? Optional.empty()
              : Optional.ofNullable(
                  found.put(
                      key(row),
                      new Percentiles(
                          p50, micros(row, keys.size() + 2), micros(row, keys.size() + 3))));
        },
        where.parameters());
    return found;
  }

  private static Duration micros(ResultSet row, int column) throws SQLException {
    return Duration.of(row.getLong(column), ChronoUnit.MICROS);
  }
}
