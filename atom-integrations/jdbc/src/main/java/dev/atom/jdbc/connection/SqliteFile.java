package dev.atom.jdbc.connection;

import dev.atom.store.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database file and the way to it. */
public final class SqliteFile {
  private final String url;

  private SqliteFile(Path file) {
    // As a URI, so that no character of the name means anything to the driver.
    this.url = "jdbc:sqlite:" + file.toUri();
  }

  /** Makes the file itself, as SQLite would make it readable for others; its WAL takes its mode. */
  public static SqliteFile createdIfMissing(Path file) {
    requireDriver();
    Path absolute = file.toAbsolutePath();
    FileAttribute<?>[] mode =
        absolute.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(absolute, mode);
    } catch (FileAlreadyExistsException e) {
      // The usual case: it was opened before, and keeps the mode that it has.
      return new SqliteFile(absolute);
    } catch (IOException e) {
      throw new StoreException(
          false,
          "can't make the database file " + absolute + "; its directory must be there and writable",
          e);
    }
    return new SqliteFile(absolute);
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  private static void requireDriver() {
    try {
      DriverManager.getDriver("jdbc:sqlite:");
    } catch (SQLException e) {
      throw new StoreException(
          false,
          "there is no JDBC driver for SQLite; add org.xerial:sqlite-jdbc to the application",
          e);
    }
  }
}
