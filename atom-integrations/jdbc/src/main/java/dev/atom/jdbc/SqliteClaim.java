package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.json.Json;
import dev.atom.store.Claimed;
import dev.atom.store.Job;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLimit;
import dev.atom.store.Priority;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One claim of jobs at an instant. Choosing only reads, so it can be tried without the lock. */
final class SqliteClaim {
  private static final String DUE =
      "SELECT number, due_at, tenant FROM #jobs WHERE kind = ? AND priority = ? AND due_at <= ?"
          + " ORDER BY due_at, number";
  private static final String NEXT =
      "SELECT min((SELECT due_at FROM #jobs WHERE kind = k.value AND priority = p.column1"
          + " AND due_at > ? ORDER BY due_at LIMIT 1))"
          + " FROM json_each(?) AS k, (VALUES (0), (1), (2)) AS p";

  private final Session session;
  private final JobClaim claim;
  private final String kinds;
  private final long now;
  private final Map<String, Room> rooms = new HashMap<>();

  /** A job that may be claimed. */
  private record Due(long number, long at) {}

  SqliteClaim(Session session, JobClaim claim, long now) {
    this.session = session;
    this.claim = claim;
    this.kinds = SqliteJobs.texts(claim.kinds());
    this.now = now;
  }

  /** How many more of a kind may run. */
  private static final class Room {
    private final int perTenant;
    private int left;
    private final Map<String, Integer> running = new HashMap<>();

    Room(JobLimit limit) {
      left = limit.running();
      perTenant = limit.runningPerTenant();
    }

    boolean take(String tenant) {
      if (left <= 0 || running.getOrDefault(tenant, 0) >= perTenant) {
        return false;
      }
      count(tenant, 1);
      return true;
    }

    void count(String tenant, int more) {
      running.merge(tenant, more, Integer::sum);
      left -= more;
    }
  }

  /** Looks whether a claim would find anything; otherwise when the next job is due. */
  Optional<Claimed> nothing() throws SQLException {
    Optional<Instant> first = next(Long.MIN_VALUE);
    if (first.isEmpty() || Micros.of(first.get()) > now) {
      return Optional.of(new Claimed(List.of(), first));
    }
    boolean allFull = !claim.limits().isEmpty() && choose(1).isEmpty();
    return allFull ? Optional.of(new Claimed(List.of(), next(now))) : Optional.empty();
  }

  /** Claims, within a transaction that holds the write lock. */
  Claimed run() throws SQLException {
    List<Long> chosen = choose(claim.limit());
    List<Job> jobs = chosen.isEmpty() ? List.of() : claimed(chosen);
    boolean full = jobs.size() == claim.limit();
    return new Claimed(jobs, full ? Optional.empty() : next(now));
  }

  private List<Job> claimed(List<Long> numbers) throws SQLException {
    Map<Long, Job> jobs = new HashMap<>();
    List<Job> rows =
        session.updating(
            "UPDATE #jobs SET state = 'RUNNING', due_at = ?, attempts = attempts + 1,"
                + " fence = fence + 1, worker = ?"
                + " WHERE number IN (SELECT value FROM json_each(?)) RETURNING "
                + JobRow.COLUMNS,
            JobRow::of,
            Micros.of(Micros.instant(now).plus(claim.time())),
            claim.worker(),
            Json.array(numbers.stream().map(Json::of).toList()).toString());
    rows.forEach(job -> jobs.put(job.number(), job));
    return numbers.stream().map(jobs::get).toList();
  }

  private Optional<Instant> next(long after) throws SQLException {
    return session
        .first(
            NEXT,
            row -> {
              long due = row.getLong(1);
              return row.wasNull() ? Optional.<Instant>empty() : Optional.of(Micros.instant(due));
            },
            after,
            kinds)
        .flatMap(due -> due);
  }

  private List<Long> choose(int limit) throws SQLException {
    rooms.clear();
    List<Long> chosen = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      List<Due> due = new ArrayList<>();
      for (String kind : claim.kinds()) {
        if (chosen.size() < limit) {
          choose(kind, priority, limit - chosen.size(), due);
        }
      }
      due.stream()
          .sorted(Comparator.comparingLong(Due::at).thenComparingLong(Due::number))
          .limit((long) limit - chosen.size())
          .forEach(job -> chosen.add(job.number()));
    }
    return chosen;
  }

  /** Adds the first jobs of a kind for which there is room; no more than the index is read. */
  private void choose(String kind, Priority priority, int limit, List<Due> due)
      throws SQLException {
    Optional<Room> room = room(kind);
    int wanted = limit;
    PreparedStatement statement = session.prepared(DUE, kind, JobRow.rank(priority), now);
    try (ResultSet row = statement.executeQuery()) {
      while (wanted > 0 && room.filter(r -> r.left <= 0).isEmpty() && row.next()) {
        if (room.isEmpty() || room.get().take(row.getString(3))) {
          due.add(new Due(row.getLong(1), row.getLong(2)));
          wanted--;
        }
      }
    }
  }

  /** Returns how many more of a kind may run; empty if it knows no limit. */
  private Optional<Room> room(String kind) throws SQLException {
    JobLimit limit = claim.limits().get(kind);
    if (limit == null) {
      return Optional.empty();
    }
    Room known = rooms.get(kind);
    if (known != null) {
      return Optional.of(known);
    }
    Room room = new Room(limit);
    session.query(
        "SELECT tenant, count(*) FROM #jobs WHERE state = 'RUNNING' AND kind = ? AND due_at > ?"
            + " GROUP BY tenant",
        row -> {
          room.count(row.getString(1), row.getInt(2));
          return room;
        },
        kind,
        now);
    rooms.put(kind, room);
    return Optional.of(room);
  }
}
