package dev.atom.jdbc;

import dev.atom.blob.Blob;
import dev.atom.jdbc.connection.Session;
import dev.atom.store.Subject;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The statements on the tables of contents, alike on all databases. */
final class BlobRows {
  private static final String OWNED = " WHERE tenant = ? AND kind = ? AND id = ?";
  private static final String FOUND = OWNED + " AND sha256 = ?";

  private BlobRows() {}

  /** A content whose chunks are all there. */
  record Kept(long number, long size) {}

  static Optional<Kept> find(Session session, Blob blob) throws SQLException {
    Subject owner = blob.owner();
    return session.first(
        "SELECT number, size FROM #contents" + FOUND,
        row -> new Kept(row.getLong(1), row.getLong(2)),
        owner.tenant(),
        owner.kind(),
        owner.id(),
        blob.sha256());
  }

  /** Notes that a content was put again; false if it is not there. */
  static boolean putAgain(Session session, Blob blob, long now) throws SQLException {
    Subject owner = blob.owner();
    int rows =
        session.update(
            "UPDATE #contents SET put_at = ?" + FOUND,
            now,
            owner.tenant(),
            owner.kind(),
            owner.id(),
            blob.sha256());
    return rows > 0;
  }

  static long insert(Session session, Blob blob, long now) throws SQLException {
    Subject owner = blob.owner();
    return number(
        session.updating(
            "INSERT INTO #contents (tenant, kind, id, sha256, size, put_at)"
                + " VALUES (?, ?, ?, ?, ?, ?) RETURNING number",
            row -> row.getLong(1),
            owner.tenant(),
            owner.kind(),
            owner.id(),
            blob.sha256(),
            blob.size(),
            now));
  }

  /** Inserts a content that nobody sees before it is complete. */
  static long begin(Session session, Subject owner, long now) throws SQLException {
    return number(
        session.updating(
            "INSERT INTO #contents (tenant, kind, id, sha256, size, put_at)"
                + " VALUES (?, ?, ?, NULL, 0, ?) RETURNING number",
            row -> row.getLong(1),
            owner.tenant(),
            owner.kind(),
            owner.id(),
            now));
  }

  private static long number(List<Long> inserted) {
    return inserted.getFirst();
  }

  /** Notes that a content is still being put; false if it is not any more. */
  static boolean goOn(Session session, long number, long now) throws SQLException {
    return session.update(
            "UPDATE #contents SET put_at = ? WHERE number = ? AND sha256 IS NULL", now, number)
        > 0;
  }

  static void chunk(Session session, long number, int position, byte[] data) throws SQLException {
    session.update(
        "INSERT INTO #chunks (content, position, data) VALUES (?, ?, ?)", number, position, data);
  }

  /** Lets everybody see a content; false if it is not being put any more. */
  static boolean complete(Session session, long number, Blob blob, long now) throws SQLException {
    return session.update(
            "UPDATE #contents SET sha256 = ?, size = ?, put_at = ?"
                + " WHERE number = ? AND sha256 IS NULL",
            blob.sha256(),
            blob.size(),
            now,
            number)
        > 0;
  }

  static boolean abandon(Session session, long number) throws SQLException {
    return deleteChunks(
        session,
        session.updating(
            "DELETE FROM #contents WHERE number = ? AND sha256 IS NULL RETURNING number",
            row -> row.getLong(1),
            number));
  }

  /** Removes what was begun by somebody who has died since. */
  static boolean clear(Session session, long before) throws SQLException {
    return deleteChunks(
        session,
        session.updating(
            "DELETE FROM #contents WHERE sha256 IS NULL AND put_at < ? RETURNING number",
            row -> row.getLong(1),
            before));
  }

  /** Removes a content that was put last before an instant. */
  static boolean delete(Session session, Blob blob, long before) throws SQLException {
    Subject owner = blob.owner();
    return deleteChunks(
        session,
        session.updating(
            "DELETE FROM #contents" + FOUND + " AND put_at < ? RETURNING number",
            row -> row.getLong(1),
            owner.tenant(),
            owner.kind(),
            owner.id(),
            blob.sha256(),
            before));
  }

  private static boolean deleteChunks(Session session, List<Long> numbers) throws SQLException {
    for (long number : numbers) {
      session.update("DELETE FROM #chunks WHERE content = ?", number);
    }
    return !numbers.isEmpty();
  }

  static List<Blob> list(Session session, Subject owner) throws SQLException {
    return session.query(
        "SELECT sha256, size FROM #contents" + OWNED + " AND sha256 IS NOT NULL",
        row -> new Blob(owner, row.getString(1), row.getLong(2)),
        owner.tenant(),
        owner.kind(),
        owner.id());
  }

  /** Returns the first contents of all, or those after one, in an order of their own. */
  static List<Blob> page(Session session, Optional<Blob> after, int limit) throws SQLException {
    String select = "SELECT tenant, kind, id, sha256, size FROM #contents WHERE sha256 IS NOT NULL";
    String order = " ORDER BY tenant, kind, id, sha256 LIMIT ?";
    Session.Row<Blob> blob =
        row ->
            new Blob(
                new Subject(row.getString(1), row.getString(2), row.getString(3)),
                row.getString(4),
                row.getLong(5));
    if (after.isEmpty()) {
      return session.query(select + order, blob, limit);
    }
    Subject owner = after.get().owner();
    return session.query(
        select + " AND (tenant, kind, id, sha256) > (?, ?, ?, ?)" + order,
        blob,
        owner.tenant(),
        owner.kind(),
        owner.id(),
        after.get().sha256(),
        limit);
  }
}
