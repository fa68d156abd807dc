package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** A host that is killed while it books loses nothing that it was told to be booked. */
class UsageLedgerCrashTest {
  /** How often the booker is killed; {@code -Datom.kills=200} asks for more. */
  private static final int KILLS = Math.min(50, Integer.getInteger("atom.kills", 8));

  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  @TempDir Path folder;

  @Test
  void everyAcknowledgedRecordOutlivesSigkillOnce() throws Exception {
    Random random = new Random(SEED);
    Path file = folder.resolve("atom.db");
    List<String> acknowledged = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm booker = ChildJvm.start(BookerProcess.class, file.toString(), "p" + kill)) {
        int patience = 1 + random.nextInt(600);
        for (int i = 0; i < patience; i++) {
          String line = booker.line();
          assertThat(line).as("the booker ended by itself, seed %s", SEED).isNotNull();
          add(acknowledged, line);
        }
        booker.kill().forEach(line -> add(acknowledged, line));
      }
    }
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file);
    try (UsageLedger ledger = JdbcUsageLedger.on(source)) {
      List<String> found =
          ledger.page(UsageFilter.all(), 10_000_000).records().stream()
              .map(UsageRecord::id)
              .toList();
      System.out.printf(
          "ledger crash test: %d kills, %d records acknowledged, %d found, seed %d%n",
          KILLS, acknowledged.size(), found.size(), SEED);
      assertThat(found).as("seed %s", SEED).doesNotHaveDuplicates().containsAll(acknowledged);
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS);
    }
  }

  /** The last line of a process that was killed may be cut off. */
  private static void add(List<String> acknowledged, String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length == 3 && parts[2].equals(".")) {
      acknowledged.add(parts[1]);
    }
  }
}
