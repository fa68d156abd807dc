package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings data keys under the newest root key, some rows a commit. Used by one thread. */
final class Rewrapping {
  private static final int PAGE = 500;
  private static final int MOST_TRIES = 500;
  private static final int MOST_PROBLEMS = 1_000;

  private final Tenants tenants;
  private Bytes after = Bytes.EMPTY;
  private long rewrapped;

  Rewrapping(Tenants tenants) {
    this.tenants = tenants;
  }

  /**
   * What hangs where.
   *
   * @param keys how many data keys there are
   * @param left how many of them hang on another root key than the newest
   * @param problems those that don't open
   */
  record Count(long keys, long left, List<String> problems) {}

  long rewrapped() {
    return rewrapped;
  }

  /** Begins again with the first row. */
  void restart() {
    after = Bytes.EMPTY;
  }

  /** Looks at some more rows and rewraps them in one commit; false if there are no more. */
  boolean step(int most) {
    for (int i = 0; ; i++) {
      List<Row> page = tenants.store().scan(RowKind.DATA_KEY, Bytes.EMPTY, after, most);
      if (page.isEmpty()) {
        return false;
      }
      try {
        rewrap(page);
        after = page.getLast().key().id();
        return true;
      } catch (VaultConflict e) {
        if (i == MOST_TRIES) {
          throw e;
        }
        tenants.roots().reload();
        Waiting.briefly(i);
      }
    }
  }

  /** Counts, and opens each that hangs on the newest root key. */
  Count count() {
    List<String> problems = new ArrayList<>();
    long[] counts = new long[2];
    each(
        row -> {
          counts[0]++;
          counts[1] += left(row, problems) ? 1 : 0;
        });
    return new Count(counts[0], counts[1], problems);
  }

  private void rewrap(List<Row> page) {
    Roots.Opened now = tenants.roots().opened();
    List<Change> changes = new ArrayList<>();
    // A root key that is the newest now may be so no more when this is written.
    changes.add(now.require());
    page.forEach(row -> rewrapped(now, row).ifPresent(changes::add));
    if (changes.size() > 1) {
      tenants.store().commit(changes);
      rewrapped += changes.size() - 1;
    }
  }

  /** Empty if it hangs there already, or doesn't open, which is counted as a problem later on. */
  private Optional<Change> rewrapped(Roots.Opened now, Row row) {
    try {
      DataKeys.Content content = DataKeys.Content.parse(row);
      if (content.root() != now.generation()) {
        Row again = tenants.dataKeys().rewrapped(now, row, content.state());
        return Optional.of(new Change.Put(again, row.revision()));
      }
    } catch (GeneralSecurityException | UnsupportedFormat e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private boolean left(Row read, List<String> problems) {
    Row row = read;
    for (int i = 1; ; i++) {
      Roots.Opened now = tenants.roots().opened();
      boolean left = false;
      try {
        int root = DataKeys.Content.parse(row).root();
        left = root != now.generation() && now.keys().containsKey(root);
        tenants.dataKeys().requireOpens(row);
        return left;
      } catch (GeneralSecurityException | UnsupportedFormat e) {
        // Somebody else may have wrapped it again between the two looks.
        Optional<Row> again = tenants.store().get(row.key());
        if (again.isEmpty()) {
          return false;
        }
        if (again.get().equals(row) || i == MOST_TRIES) {
          if (problems.size() < MOST_PROBLEMS) {
            problems.add("the data key " + row.key().id().toHex() + " doesn't open; restore it");
          }
          return left;
        }
        row = again.get();
      }
    }
  }

  private void each(Consumer<Row> consumer) {
    Bytes from = Bytes.EMPTY;
    List<Row> page = tenants.store().scan(RowKind.DATA_KEY, Bytes.EMPTY, from, PAGE);
    while (!page.isEmpty()) {
      page.forEach(consumer);
      from = page.getLast().key().id();
      page = tenants.store().scan(RowKind.DATA_KEY, Bytes.EMPTY, from, PAGE);
    }
  }
}
