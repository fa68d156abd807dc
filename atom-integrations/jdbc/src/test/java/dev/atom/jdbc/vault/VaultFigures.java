package dev.atom.jdbc.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * How long a store takes for what a vault asks of it, beside the same statements without it: each
 * measured in turn, the median of the rounds told.
 */
final class VaultFigures {
  private static final int ROUNDS = 5;
  private static final int SECRETS = 10;

  private final DataSource source;
  private final boolean sqlite;
  private final int tenants;
  private final int calls;
  private final Random random = new Random(11);
  private final StringBuilder report = new StringBuilder();
  private final Map<RowKey, Long> revisions = new HashMap<>();
  private long audits;

  VaultFigures(DataSource source, boolean sqlite, int tenants, int calls) {
    this.source = source;
    this.sqlite = sqlite;
    this.tenants = tenants;
    this.calls = calls;
  }

  /** Something to be measured. */
  private interface Call {
    void run() throws Exception;
  }

  String measure() throws Exception {
    long begin = System.nanoTime();
    JdbcVaultStore loading = JdbcVaultStore.on(source, JdbcVaultStore.DEFAULT_PREFIX);
    load(loading);
    loading.close();
    say("%,d rows made in %,d ms", tenants * (2L + 2 * SECRETS), millis(begin));
    if (!sqlite) {
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("VACUUM ANALYZE atom_vault");
      }
    }
    begin = System.nanoTime();
    try (JdbcVaultStore store = JdbcVaultStore.on(source, JdbcVaultStore.DEFAULT_PREFIX);
        Connection connection = source.getConnection()) {
      say("opened in %,d ms", millis(begin));
      Bare bare = new Bare(connection);
      pair("get", calls, () -> store.get(secret()).orElseThrow(), () -> bare.get(secret()));
      pair("scan of 10 rows", calls, () -> scan(store), () -> bare.scan(tenant()));
      pair(
          "commit of 4 rows",
          calls / 10,
          () -> store.commit(put(tenant())),
          () -> bare.commit(put(tenant())));
      threads(store, 1);
      threads(store, 16);
    }
    return report.toString();
  }

  private void load(JdbcVaultStore store) {
    List<Change> changes = new ArrayList<>();
    for (int tenant = 0; tenant < tenants; tenant++) {
      changes.add(made(key(RowKind.TENANT, tenant, -1)));
      changes.add(made(key(RowKind.DATA_KEY, tenant, -1)));
      for (int i = 0; i < SECRETS; i++) {
        changes.add(made(key(RowKind.SECRET, tenant, i)));
        changes.add(made(key(RowKind.STATUS, tenant, i)));
      }
      if (changes.size() > 9_000 || tenant == tenants - 1) {
        store.commit(changes);
        changes.clear();
      }
    }
  }

  private Change made(RowKey key) {
    return new Change.Put(new Row(key, 1, content()), 0);
  }

  private Bytes content() {
    byte[] content = new byte[200 + random.nextInt(201)];
    random.nextBytes(content);
    return Bytes.wrapping(content);
  }

  private int tenant() {
    return random.nextInt(tenants);
  }

  private RowKey secret() {
    return key(RowKind.SECRET, tenant(), random.nextInt(SECRETS));
  }

  /** Ids are spread as a hash spreads them. */
  private static RowKey key(RowKind kind, long tenant, long part) {
    ByteBuffer id = ByteBuffer.allocate(part < 0 ? 16 : 32);
    id.putLong(spread(tenant)).putLong(spread(~tenant));
    if (part >= 0) {
      id.putLong(spread(part)).putLong(part);
    }
    return new RowKey(kind, Bytes.wrapping(id.array()));
  }

  private static long spread(long number) {
    long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 27);
  }

  private void scan(JdbcVaultStore store) {
    Bytes tenant = key(RowKind.TENANT, tenant(), -1).id();
    if (store.scan(RowKind.SECRET, tenant, Bytes.EMPTY, 100).size() != SECRETS) {
      throw new IllegalStateException("not a tenant's secrets");
    }
  }

  /** What a put of a vault is: two rows changed, two made. */
  private List<Change> put(int tenant) {
    RowKey secret = key(RowKind.SECRET, tenant, random.nextInt(SECRETS));
    RowKey head = key(RowKind.TENANT, tenant, -1);
    return change(secret, head, tenant, audits++);
  }

  private List<Change> change(RowKey secret, RowKey head, int tenant, long audit) {
    long secretRevision = revisions.merge(secret, 1L, Long::sum);
    long headRevision = revisions.merge(head, 1L, Long::sum);
    return List.of(
        new Change.Put(new Row(secret, secretRevision + 1, content()), secretRevision),
        new Change.Put(new Row(head, headRevision + 1, content()), headRevision),
        made(key(RowKind.AUDIT, tenant, audit)),
        made(key(RowKind.VERSION, tenant, audit)));
  }

  private void pair(String what, int count, Call store, Call bare) throws Exception {
    double[] stores = new double[ROUNDS];
    double[] bares = new double[ROUNDS];
    time(count / 2, store);
    time(count / 2, bare);
    for (int round = 0; round < ROUNDS; round++) {
      stores[round] = time(count, store);
      bares[round] = time(count, bare);
    }
    say(
        "%s: %.1f us, bare %.1f us, ratio %.2f",
        what, median(stores), median(bares), median(stores) / median(bares));
  }

  private static double time(int count, Call call) throws Exception {
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      call.run();
    }
    return (System.nanoTime() - begin) / 1_000.0 / Math.max(1, count);
  }

  private void threads(JdbcVaultStore store, int threads) throws Exception {
    double[] stores = new double[ROUNDS];
    double[] bares = new double[ROUNDS];
    ReentrantLock turn = new ReentrantLock(true);
    List<Connection> connections = new ArrayList<>();
    List<Bare> bare = new ArrayList<>();
    try {
      for (int t = 0; t < (sqlite ? 1 : threads); t++) {
        connections.add(source.getConnection());
        bare.add(new Bare(connections.getLast()));
      }
      for (int round = 0; round < ROUNDS; round++) {
        stores[round] = perSecond(threads, (thread, changes) -> store.commit(changes));
        bares[round] =
            perSecond(
                threads,
                (thread, changes) -> {
                  if (!sqlite) {
                    bare.get(thread).commit(changes);
                    return;
                  }
                  turn.lock();
                  try {
                    bare.getFirst().commit(changes);
                  } finally {
                    turn.unlock();
                  }
                });
      }
    } finally {
      for (Connection each : connections) {
        each.close();
      }
    }
    say(
        "%d threads: %,.0f commits/s, bare, each a transaction, %,.0f, ratio %.2f",
        threads, median(stores), median(bares), median(stores) / median(bares));
  }

  /** Commits what it is given. */
  private interface Committing {
    void commit(int thread, List<Change> changes) throws SQLException;
  }

  private double perSecond(int threads, Committing committing) throws Exception {
    int each = Math.max(1, calls / 10 / threads);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      List<List<Change>> commits = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        // Each thread its own tenants, so that none is refused.
        commits.add(put(random.nextInt(tenants / threads) * threads + thread));
      }
      tasks.add(
          () -> {
            for (List<Change> changes : commits) {
              committing.commit(thread, changes);
            }
            return true;
          });
    }
    try (ExecutorService service = Executors.newFixedThreadPool(threads)) {
      long begin = System.nanoTime();
      for (Future<Boolean> task : service.invokeAll(tasks)) {
        task.get();
      }
      return each * threads / ((System.nanoTime() - begin) / 1e9);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long millis(long begin) {
    return (System.nanoTime() - begin) / 1_000_000;
  }

  private void say(String format, Object... values) {
    report.append("  ").append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** The statements alone, prepared once, on one connection. */
  private final class Bare {
    private final PreparedStatement get;
    private final PreparedStatement scan;
    private final PreparedStatement update;
    private final PreparedStatement insert;
    private final PreparedStatement begin;
    private final PreparedStatement commit;

    Bare(Connection connection) throws SQLException {
      if (sqlite) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("PRAGMA busy_timeout = 10000");
          statement.execute("PRAGMA synchronous = FULL");
          statement.execute("PRAGMA secure_delete = ON");
        }
      }
      String table = "atom_vault";
      get =
          connection.prepareStatement(
              "SELECT revision, content FROM " + table + " WHERE kind = ? AND id = ?");
      scan =
          connection.prepareStatement(
              "SELECT id, revision, content FROM "
                  + table
                  + " WHERE kind = ? AND id >= ? AND id < ? ORDER BY id LIMIT ?");
      update =
          connection.prepareStatement(
              "UPDATE "
                  + table
                  + " SET revision = ?, content = ? WHERE kind = ? AND id = ? AND revision = ?");
      insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?)");
      begin = connection.prepareStatement(sqlite ? "BEGIN IMMEDIATE" : "BEGIN");
      commit = connection.prepareStatement("COMMIT");
    }

    void get(RowKey key) throws SQLException {
      get.setInt(1, key.kind().number());
      get.setBytes(2, key.id().toArray());
      try (ResultSet result = get.executeQuery()) {
        result.next();
        if (result.getLong(1) < 1 || result.getBytes(2).length < 200) {
          throw new IllegalStateException("no row");
        }
      }
    }

    void scan(int tenant) throws SQLException {
      byte[] id = key(RowKind.TENANT, tenant, -1).id().toArray();
      byte[] end = id.clone();
      end[15]++;
      scan.setInt(1, RowKind.SECRET.number());
      scan.setBytes(2, id);
      scan.setBytes(3, end);
      scan.setInt(4, 100);
      int found = 0;
      try (ResultSet result = scan.executeQuery()) {
        while (result.next()) {
          found += result.getBytes(1).length + result.getBytes(3).length > 0 ? 1 : 0;
        }
      }
      if (found != SECRETS && id[15] != -1) {
        throw new IllegalStateException("not a tenant's secrets");
      }
    }

    void commit(List<Change> changes) throws SQLException {
      begin.execute();
      for (Change change : changes) {
        Row row = ((Change.Put) change).row();
        boolean isNew = change.expected() == 0;
        PreparedStatement statement = isNew ? insert : update;
        int at = isNew ? 1 : 3;
        statement.setInt(at, row.key().kind().number());
        statement.setBytes(at + 1, row.key().id().toArray());
        statement.setLong(isNew ? 3 : 1, row.revision());
        statement.setBytes(isNew ? 4 : 2, row.content().toArray());
        if (!isNew) {
          statement.setLong(5, change.expected());
        }
        if (statement.executeUpdate() != 1) {
          throw new IllegalStateException("a row was not written");
        }
      }
      commit.execute();
    }
  }
}
