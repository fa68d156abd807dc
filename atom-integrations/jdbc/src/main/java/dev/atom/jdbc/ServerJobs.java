package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Job;
import dev.atom.store.JobQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks at the jobs on a server, whichever it is. */
final class ServerJobs {
  private ServerJobs() {}

  static List<Job> query(Session session, JobQuery query) throws SQLException {
    StringBuilder sql =
        new StringBuilder("SELECT " + JobRow.COLUMNS + " FROM #jobs WHERE number > ?");
    List<Object> values = new ArrayList<>(List.of(query.after()));
    query.tenant().ifPresent(tenant -> add(sql, values, " AND tenant = ?", tenant));
    query.subject().ifPresent(s -> add(sql, values, " AND subject_kind = ?", s.kind()));
    query.subject().ifPresent(s -> add(sql, values, " AND subject_id = ?", s.id()));
    query.name().ifPresent(name -> named(sql, values, name));
    names(sql, values, " AND kind IN (", List.copyOf(query.kinds()));
    names(sql, values, " AND state IN (", query.states().stream().map(Enum::name).toList());
    sql.append(" ORDER BY number LIMIT ?");
    values.add((long) query.limit());
    return List.copyOf(session.query(sql.toString(), JobRow::of, values.toArray()));
  }

  private static void add(StringBuilder sql, List<Object> values, String condition, Object value) {
    sql.append(condition);
    values.add(value);
  }

  /** An effect of the key, and the timers of the name, whichever subject's they are. */
  private static void named(StringBuilder sql, List<Object> values, String name) {
    add(sql, values, " AND name = ?", name);
    add(sql, values, " AND (name_key = ?", IndexKey.of(name));
    add(sql, values, " OR name_key > ?", name + "\n");
    add(sql, values, " AND name_key < ?)", name + "\u000b");
  }

  private static void names(
      StringBuilder sql, List<Object> values, String condition, List<String> names) {
    if (!names.isEmpty()) {
      sql.append(condition).append("?, ".repeat(names.size() - 1)).append("?)");
      values.addAll(names);
    }
  }
}
