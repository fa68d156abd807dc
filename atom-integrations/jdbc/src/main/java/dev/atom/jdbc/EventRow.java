package dev.atom.jdbc;

import dev.atom.store.Event;
import dev.atom.store.NewEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** An event as a row of columns with the same names in every database. */
final class EventRow {
  /** What {@link #of} reads, in this order. */
  static final String COLUMNS = "version, at, type, actor, cause, data";

  private EventRow() {}

  static Event of(ResultSet row) throws SQLException {
    NewEvent event =
        new NewEvent(
            row.getString(3),
            JsonColumn.object(row.getString(6)),
            row.getString(4),
            Optional.ofNullable(row.getString(5)));
    return new Event(row.getLong(1), Micros.instant(row.getLong(2)), event);
  }
}
