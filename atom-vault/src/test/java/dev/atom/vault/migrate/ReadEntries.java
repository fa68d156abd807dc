package dev.atom.vault.migrate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tests look at of entries. */
final class ReadEntries {
  private ReadEntries() {}

  /** The values by name; closes all entries. */
  static Map<String, String> values(List<ImportEntry> entries) {
    Map<String, String> values = new LinkedHashMap<>();
    for (ImportEntry entry : entries) {
      switch (entry) {
        case ImportEntry.Value value -> values.put(value.name(), FernetTokens.text(value.secret()));
        case ImportEntry.Empty empty -> values.put(empty.name(), "");
        case ImportEntry.Unreadable unreadable -> {}
      }
    }
    return values;
  }

  /** Where what can't be read stands, its name, and why; closes all entries. */
  static List<String> unreadable(List<ImportEntry> entries) {
    return entries.stream()
        .flatMap(
            entry -> {
              try (entry) {
                return entry instanceof ImportEntry.Unreadable unreadable
                    ? java.util.stream.Stream.of(
                        unreadable.where() + " " + unreadable.name() + ": " + unreadable.why())
                    : java.util.stream.Stream.empty();
              }
            })
        .toList();
  }
}
