package dev.atom.vault.migrate;

import dev.atom.secret.Secret;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what a file has: of a name the last, as programs read it. Not thread-safe. */
final class Entries {
  private final Map<String, ImportEntry> found = new LinkedHashMap<>();

  void value(String name, int line, byte[] bytes, int length) {
    if (length == 0) {
      add(name, new ImportEntry.Empty(name, where(line)));
      return;
    }
    byte[] exact = Arrays.copyOf(bytes, length);
    try {
      add(name, new ImportEntry.Value(name, where(line), Secret.of(exact)));
    } finally {
      Arrays.fill(exact, (byte) 0);
    }
  }

  void unreadable(String name, int line, String why) {
    // No name has a blank in front, so that lines without a name stand apart.
    add(name.isEmpty() ? " " + line : name, new ImportEntry.Unreadable(name, where(line), why));
  }

  private void add(String key, ImportEntry entry) {
    ImportEntry before = found.remove(key);
    if (before != null) {
      before.close();
    }
    found.put(key, entry);
  }

  private static String where(int line) {
    return "line " + line;
  }

  List<ImportEntry> all() {
    return List.copyOf(found.values());
  }

  /** For a reader that fails half-way. */
  void close() {
    found.values().forEach(ImportEntry::close);
  }
}
