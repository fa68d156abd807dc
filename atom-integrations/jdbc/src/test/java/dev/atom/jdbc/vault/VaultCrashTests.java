package dev.atom.jdbc.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.jdbc.ChildJvm;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that commit, beside each other and until they are killed: nothing is lost or torn. */
abstract class VaultCrashTests {
  /** How often each is killed; {@code -Datom.kills=200} asks for more. */
  static final int KILLS = Integer.getInteger("atom.kills", 3);

  static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  private VaultDatabase database;
  private final List<String> acknowledged = new ArrayList<>();

  abstract VaultDatabase newDatabase();

  /** Checks what the engine itself says of its data. */
  void check(VaultDatabase checked) throws Exception {}

  @BeforeEach
  final void makeDatabase() {
    database = newDatabase();
  }

  @AfterEach
  final void closeDatabase() {
    database.close();
  }

  @Test
  void whatWasAcknowledgedOutlivesTheCommittersSigkill() throws Exception {
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm process = start("p" + kill, 1_000_000)) {
        read(process, 1 + random.nextInt(300));
        process.kill().forEach(this::acknowledge);
      }
    }
    int found = verified("committer");
    assertThat(found - acknowledged.size()).isBetween(0, KILLS * CommitterProcess.THREADS);
  }

  @Test
  void twoProcessesLoseNoUpdate() throws Exception {
    int commits = 100;
    try (ChildJvm one = start("one", commits);
        ChildJvm two = start("two", commits)) {
      for (ChildJvm process : List.of(one, two)) {
        List<String> lines = process.lines();
        assertThat(lines).endsWith(CommitterProcess.END);
        assertThat(process.exitCode()).isZero();
        lines.forEach(this::acknowledge);
      }
    }
    assertThat(acknowledged).hasSize(2 * CommitterProcess.THREADS * commits);
    assertThat(verified("nobody")).isEqualTo(acknowledged.size());
  }

  final ChildJvm start(String name, int commits) throws Exception {
    return ChildJvm.start(
        CommitterProcess.class, database.address(), name, String.valueOf(commits));
  }

  final void read(ChildJvm process, int lines) throws Exception {
    for (int i = 0; i < lines; i++) {
      String line = process.line();
      assertThat(line).as("the process ended by itself, seed %s", SEED).isNotNull();
      acknowledge(line);
    }
  }

  /** A line that was cut off by the kill is none. */
  final void acknowledge(String line) {
    if (line.startsWith("ack ") && line.endsWith(" .")) {
      acknowledged.add(line.substring(4, line.length() - 2));
    }
  }

  final int acknowledgedCommits() {
    return acknowledged.size();
  }

  /** Checks every row against every other and returns how many commits were made. */
  final int verified(String killed) throws Exception {
    check(database);
    try (JdbcVaultStore store = database.open()) {
      Map<Long, String> numbers = new TreeMap<>();
      Map<String, Long> newest = new HashMap<>();
      for (Row row : all(store, RowKind.SECRET)) {
        String name = text(row.key().id());
        assertThat(text(row.content())).startsWith(name + " ");
        assertThat(numbers.put(row.revision(), name)).as("a number twice").isNull();
        newest.merge(name.substring(0, name.lastIndexOf('-')), row.revision(), Math::max);
      }
      assertThat(numbers.values()).containsAll(acknowledged);
      long counter = store.get(CommitterProcess.counter()).orElseThrow().revision();
      assertThat(counter).as("seed %s", SEED).isEqualTo(numbers.size());
      newest.forEach(
          (thread, revision) -> {
            Row own = store.get(CommitterProcess.own(thread)).orElseThrow();
            assertThat(own.revision()).isEqualTo(revision);
            assertThat(text(own.content())).startsWith(numbers.get(revision) + " ");
          });
      assertThat(store.get(CommitterProcess.named("never there"))).isEmpty();
      System.out.printf(
          "%s, %s killed: %d commits acknowledged, %d found, seed %d%n",
          getClass().getSimpleName(), killed, acknowledged.size(), numbers.size(), SEED);
      return numbers.size();
    }
  }

  private static List<Row> all(JdbcVaultStore store, RowKind kind) {
    List<Row> all = new ArrayList<>();
    List<Row> page = store.scan(kind, Bytes.EMPTY, Bytes.EMPTY, 500);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = store.scan(kind, Bytes.EMPTY, page.getLast().key().id(), 500);
    }
    return all;
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }
}
