package dev.atom.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/** A data source that lends one connection again and again, as it is. */
final class OneConnection {
  private OneConnection() {}

  static DataSource lending(Connection connection) {
    return (DataSource)
        Proxy.newProxyInstance(
            OneConnection.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> connection);
  }
}
