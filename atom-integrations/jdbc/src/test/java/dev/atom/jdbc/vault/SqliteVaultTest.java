package dev.atom.jdbc.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.jdbc.SqliteStore;
import dev.atom.vault.VaultCorrupt;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteVaultTest {
  private static final RowKey KEY = new RowKey(RowKind.SECRET, Bytes.of((byte) 1));

  @TempDir Path folder;

  @Test
  void theFileAndItsLogAreTheOwnersAlone() throws IOException {
    try (JdbcVaultStore store = JdbcVaultStore.sqlite(file())) {
      store.commit(List.of(put(1, "sealed")));
      try (var files = Files.list(folder)) {
        List<Path> all = files.toList();
        assertThat(all).hasSize(3); // the database, its -wal and its -shm
        for (Path file : all) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as(file.toString())
              .isEqualTo("rw-------");
        }
      }
    }
  }

  @Test
  void aVaultAloneMakesItsOneTable() throws SQLException {
    JdbcVaultStore.sqlite(file()).close();
    assertThat(strings("SELECT name FROM sqlite_master")).containsExactly("atom_vault");
    assertThat(strings("PRAGMA journal_mode")).containsExactly("wal");
  }

  @Test
  void standsBesideTheStoresTablesAndOtherVaults() throws SQLException {
    SqliteStore.open(file(), Clock.systemUTC()).close();
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file());
    try (JdbcVaultStore one = JdbcVaultStore.sqlite(file());
        JdbcVaultStore two = JdbcVaultStore.sqlite(source, "_Two2_")) {
      one.commit(List.of(put(1, "one")));
      assertThat(two.get(KEY)).isEmpty();
      two.commit(List.of(put(1, "two")));
      assertThat(text(one.get(KEY).orElseThrow())).isEqualTo("one");
      assertThat(text(two.get(KEY).orElseThrow())).isEqualTo("two");
    }
    SqliteStore.open(file(), Clock.systemUTC()).close();
    assertThat(strings("SELECT name FROM sqlite_master WHERE name LIKE '%vault'"))
        .containsExactlyInAnyOrder("atom_vault", "_Two2_vault");
  }

  @Test
  void refusesAPrefixThatIsNoName() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file());
    for (String prefix :
        List.of(
            "", "1a", "a-b", "a b", "a\"", "a;", "a'", "ä", "a.b", "sqlite_x", "a".repeat(32))) {
      assertThatThrownBy(() -> JdbcVaultStore.sqlite(source, prefix))
          .as(prefix)
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> JdbcVaultStore.postgresql(source, prefix))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> JdbcVaultStore.on(source, prefix))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(file()).doesNotExist();
    JdbcVaultStore.sqlite(source, "a".repeat(31)).close();
  }

  @Test
  void whatIsRemovedIsErasedFromTheFile() throws IOException {
    String content = "sealed-content-to-be-found-in-no-file";
    try (JdbcVaultStore store = JdbcVaultStore.sqlite(file())) {
      store.commit(List.of(put(1, content)));
    }
    assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).contains(content);
    try (JdbcVaultStore store = JdbcVaultStore.sqlite(file())) {
      store.commit(List.of(new Change.Delete(KEY, 1)));
    }
    assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).doesNotContain(content);
    assertThat(folder.toFile().list()).containsExactly("vault.db");
  }

  @Test
  void refusesATableThatIsNoVaults() throws SQLException {
    execute("CREATE TABLE atom_vault (kind, id, revision, content, extra)");
    assertThatThrownBy(() -> JdbcVaultStore.sqlite(file()))
        .isInstanceOf(VaultCorrupt.class)
        .hasMessageContaining("extra");
  }

  @Test
  void aRowThatNoVaultWroteIsCorrupt() throws SQLException {
    JdbcVaultStore.sqlite(file()).close();
    execute(
        "PRAGMA ignore_check_constraints = 1; INSERT INTO atom_vault VALUES (4, x'01', 0, x'')");
    execute(
        "PRAGMA ignore_check_constraints = 1;"
            + " INSERT INTO atom_vault VALUES (5, zeroblob(41), 1, x'')");
    execute(
        "PRAGMA ignore_check_constraints = 1;"
            + " INSERT INTO atom_vault VALUES (6, x'01', 1, zeroblob(1048577))");
    try (JdbcVaultStore store = JdbcVaultStore.sqlite(file())) {
      assertThatThrownBy(() -> store.get(KEY)).isInstanceOf(VaultCorrupt.class);
      for (RowKind kind : List.of(RowKind.SECRET, RowKind.VERSION, RowKind.STATUS)) {
        assertThatThrownBy(() -> store.scan(kind, Bytes.EMPTY, Bytes.EMPTY, 1))
            .isInstanceOf(VaultCorrupt.class)
            .hasMessageContaining(kind.name());
      }
    }
  }

  @Test
  void whatIsNoDatabaseIsUnavailableAndStaysAsItIs() throws IOException {
    Files.writeString(file(), "this is a letter and no database, however long it may become");
    assertThatThrownBy(() -> JdbcVaultStore.sqlite(file()))
        .isInstanceOf(VaultUnavailable.class)
        .hasMessageContaining("no SQLite database");
    assertThat(file()).content().startsWith("this is a letter");
    assertThatThrownBy(() -> JdbcVaultStore.sqlite(folder.resolve("none/vault.db")))
        .isInstanceOf(VaultUnavailable.class)
        .hasMessageContaining("directory");
  }

  @Test
  void anInterruptedCallerIsToldAndKeepsItsFlag() {
    try (JdbcVaultStore store = JdbcVaultStore.sqlite(file())) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store.commit(List.of(put(1, "x"))))
          .isInstanceOf(VaultUnavailable.class)
          .hasMessageContaining("nothing was done");
      assertThat(Thread.interrupted()).isTrue();
      store.commit(List.of(put(1, "x")));
      assertThat(store.get(KEY)).isPresent();
    }
  }

  @Test
  void aClosedStoreRefuses() {
    JdbcVaultStore store = JdbcVaultStore.sqlite(file());
    store.close();
    assertThatThrownBy(() -> store.get(KEY)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.commit(List.of(put(1, "x"))))
        .isInstanceOf(IllegalStateException.class);
  }

  private Path file() {
    return folder.resolve("vault.db");
  }

  private static Change put(long revision, String content) {
    Bytes bytes = Bytes.of(content.getBytes(StandardCharsets.UTF_8));
    return new Change.Put(new Row(KEY, revision, bytes), revision - 1);
  }

  private static String text(Row row) {
    return new String(row.content().toArray(), StandardCharsets.UTF_8);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String each : sql.split("; ", -1)) {
        statement.execute(each);
      }
    }
  }

  private List<String> strings(String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        found.add(result.getString(1));
      }
    }
    return found;
  }
}
