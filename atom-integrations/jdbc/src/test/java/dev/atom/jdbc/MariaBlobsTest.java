package dev.atom.jdbc;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("mariadb")
class MariaBlobsTest extends ServerBlobsTests {
  private static String name;
  private static TestPool pool;

  @BeforeAll
  static void openPool() {
    name = MariaServer.shared().newDatabase();
    pool = new TestPool(MariaServer.shared().dataSource(name), 20);
  }

  @AfterAll
  static void closePool() throws SQLException {
    pool.close();
  }

  @BeforeEach
  void makeEmpty() throws SQLException {
    MariaTables.makeEmpty(pool);
  }

  @Override
  DataSource database() {
    return pool;
  }

  @Override
  DataSource unpooled() {
    return MariaServer.shared().dataSource(name);
  }
}
