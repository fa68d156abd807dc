package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.store.VersionConflict;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJoinTest extends JoinTests {
  @TempDir Path folder;

  @Override
  JdbcStore openStore() {
    return SqliteStore.open(folder.resolve("atom.db"), Clock.systemUTC());
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("atom.db"));
  }

  @Test
  void outsideOfATransactionItIsOne() throws SQLException {
    host().setAutoCommit(true);
    assertThat(store().append(host(), append(0))).isEqualTo(1);
    assertThat(store().version(CASE)).isEqualTo(1);
    assertThatThrownBy(() -> store().append(host(), append(0))).isInstanceOf(VersionConflict.class);
    assertThat(store().append(append(1))).isEqualTo(2);
  }

  @Test
  void transactionThatHasNotReadYetSeesWhatOthersHaveWritten() throws Exception {
    host().setAutoCommit(true);
    execute("BEGIN");
    store().append(append(0));
    assertThat(store().append(host(), append(1))).isEqualTo(2);
    execute("COMMIT");
    assertThat(store().version(CASE)).isEqualTo(2);
  }

  /** As the Javadoc advises those who read first. */
  @Test
  void transactionThatAStatementHasBegunIsJoined() throws SQLException {
    host().setAutoCommit(true);
    execute("BEGIN IMMEDIATE");
    execute("INSERT INTO orders VALUES (1)");
    assertThat(store().append(host(), append(0))).isEqualTo(1);
    assertThat(store().version(CASE)).isZero();
    execute("COMMIT");
    assertThat(store().version(CASE)).isEqualTo(1);
    assertThat(orders()).isEqualTo(1);
  }
}
