package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Claimed;
import dev.atom.store.Job;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLimit;
import dev.atom.store.Priority;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One claim of jobs at an instant, within a transaction that reads what is committed. What is next is
 * read without locks; then only what is taken is locked, and what another has locked is his.
 */
final class MariaClaim {
  private static final String DUE =
      "(SELECT number, due_at, kind, tenant FROM #jobs FORCE INDEX (#jobs_due)"
          + " WHERE kind = ? AND priority = ? AND due_at <= ? AND (due_at > ? OR number > ?)"
          + " AND due_at >= ?";
  private static final String FIRST = " ORDER BY due_at, number LIMIT ?)";

  private static final String NEXT =
      "(SELECT due_at FROM #jobs FORCE INDEX (#jobs_due)"
          + " WHERE kind = ? AND priority = ? AND due_at > ? ORDER BY due_at LIMIT 1)";

  private final Session session;
  private final JobClaim claim;
  private final List<String> kinds;
  private final long now;
  private final Map<String, Room> rooms = new HashMap<>();
  private final List<Job> chosen = new ArrayList<>();

  /** A job that may be claimed. */
  private record Due(long number, long at, String kind, String tenant) {}

  MariaClaim(Session session, JobClaim claim, long now) {
    this.session = session;
    this.claim = claim;
    this.kinds = claim.kinds().stream().sorted().toList();
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

    boolean isFull() {
      return left <= 0;
    }

    boolean isFull(String tenant) {
      return left <= 0 || running.getOrDefault(tenant, 0) >= perTenant;
    }

    void count(String tenant, int more) {
      running.merge(tenant, more, Integer::sum);
      left -= more;
    }

    List<String> fullTenants() {
      return running.entrySet().stream()
          .filter(entry -> entry.getValue() >= perTenant)
          .map(Map.Entry::getKey)
          .sorted()
          .toList();
    }
  }

  Claimed run() throws SQLException {
    for (String kind : kinds) {
      if (claim.limits().containsKey(kind)) {
        rooms.put(kind, room(kind, Objects.requireNonNull(claim.limits().get(kind))));
      }
    }
    for (Priority priority : Priority.values()) {
      choose(JobRow.rank(priority));
    }
    List<Job> jobs = chosen.isEmpty() ? List.of() : claimed();
    return new Claimed(jobs, jobs.size() == claim.limit() ? Optional.empty() : next());
  }

  /** Waits for other claims that count the same kind, and counts. */
  private Room room(String kind, JobLimit limit) throws SQLException {
    while (session
        .first("SELECT kind FROM #limited WHERE kind = ? FOR UPDATE", row -> true, kind)
        .isEmpty()) {
      session.update("INSERT IGNORE INTO #limited (kind) VALUES (?)", kind);
    }
    Room room = new Room(limit);
    session.query(
        "SELECT tenant, count(*) FROM #jobs FORCE INDEX (#jobs_state)"
            + " WHERE state = 'RUNNING' AND kind = ? AND due_at > ? GROUP BY tenant",
        row -> {
          room.count(row.getString(1), row.getInt(2));
          return room;
        },
        kind,
        now);
    return room;
  }

  /** Takes jobs of a priority in their order, page by page, until enough are had or none is left. */
  private void choose(int priority) throws SQLException {
    long at = Long.MIN_VALUE;
    long number = 0;
    int need = claim.limit() - chosen.size();
    while (need > 0) {
      List<Due> due = due(priority, at, number, need);
      if (due.isEmpty()) {
        return;
      }
      List<Due> taken = new ArrayList<>();
      for (Due job : due) {
        Room room = rooms.get(job.kind());
        if (room == null) {
          taken.add(job);
        } else if (!room.isFull(job.tenant())) {
          room.count(job.tenant(), 1);
          taken.add(job);
        }
      }
      lock(taken, priority);
      at = due.getLast().at();
      number = due.getLast().number();
      need = due.size() < need ? 0 : claim.limit() - chosen.size();
    }
  }

  /** Returns the next jobs for which there is room, behind the last one looked at. */
  private List<Due> due(int priority, long at, long number, int limit) throws SQLException {
    List<String> parts = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (String kind : kinds) {
      Room room = rooms.get(kind);
      if (room == null || !room.isFull()) {
        List<String> full = room == null ? List.of() : room.fullTenants();
        values.addAll(List.of(kind, priority, now, at, number, at));
        values.addAll(full);
        values.add(limit);
        parts.add(
            DUE
                + (full.isEmpty() ? "" : " AND tenant NOT IN " + MariaJobs.marks(full.size()))
                + FIRST);
      }
    }
    if (parts.isEmpty()) {
      return List.of();
    }
    values.add(limit);
    return session.query(
        String.join(" UNION ALL ", parts) + " ORDER BY due_at, number LIMIT ?",
        row -> new Due(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)),
        values.toArray());
  }

  /** Locks what nobody else has locked and is still due: since it was read others may have it. */
  private void lock(List<Due> due, int priority) throws SQLException {
    if (due.isEmpty()) {
      return;
    }
    Map<Long, Job> locked = new HashMap<>();
    session.query(
        "SELECT "
            + JobRow.COLUMNS
            + " FROM #jobs FORCE INDEX (#jobs_number) WHERE number IN "
            + MariaJobs.marks(due.size())
            + " AND due_at <= "
            + now
            + " FOR UPDATE SKIP LOCKED",
        row -> {
          Job job = JobRow.of(row);
          locked.put(job.number(), job);
          return job;
        },
        due.stream().map(Due::number).toArray());
    for (Due each : due) {
      Job job = locked.get(each.number());
      if (job != null && JobRow.rank(job.plan().priority()) == priority) {
        chosen.add(job);
      }
    }
  }

  private List<Job> claimed() throws SQLException {
    Instant until = Micros.instant(now).plus(claim.time());
    List<@Nullable Object> values = new ArrayList<>(List.of(Micros.of(until), claim.worker()));
    chosen.forEach(job -> values.add(job.number()));
    session.update(
        "UPDATE #jobs FORCE INDEX (#jobs_number) SET state = 'RUNNING', due_at = ?,"
            + " attempts = attempts + 1, fence = fence + 1, worker = ? WHERE number IN "
            + MariaJobs.marks(chosen.size()),
        values.toArray(new @Nullable Object[0]));
    return chosen.stream().map(job -> job.claimed(claim.worker(), until)).toList();
  }

  private Optional<Instant> next() throws SQLException {
    List<String> parts = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (String kind : kinds) {
      for (Priority priority : Priority.values()) {
        parts.add(NEXT);
        values.addAll(List.of(kind, JobRow.rank(priority), now));
      }
    }
    return session.first(
        String.join(" UNION ALL ", parts) + " ORDER BY due_at LIMIT 1",
        row -> Micros.instant(row.getLong(1)),
        values.toArray());
  }
}
