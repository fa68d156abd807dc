package dev.atom.jdbc.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Measures; a few rows in the build, so that it goes on working. {@code -Datom.tenants=100000} makes a
 * million secrets.
 */
class VaultFiguresTest {
  private static final int TENANTS = Integer.getInteger("atom.tenants", 50);
  private static final int CALLS = TENANTS > 50 ? 20_000 : 200;

  @Test
  void tellsFigures() throws Exception {
    for (VaultDatabase made :
        Stream.<VaultDatabase>of(VaultDatabase.sqlite(), VaultDatabase.postgresql()).toList()) {
      try (VaultDatabase database = made) {
        boolean sqlite = database.address().startsWith("jdbc:sqlite:");
        String report = new VaultFigures(database.source(), sqlite, TENANTS, CALLS).measure();
        assertThat(report).contains("opened in", "16 threads");
        System.out.printf(
            "%s, %,d tenants with 10 secrets:%n%s",
            sqlite ? "SQLite" : "PostgreSQL", TENANTS, report);
      }
    }
  }
}
