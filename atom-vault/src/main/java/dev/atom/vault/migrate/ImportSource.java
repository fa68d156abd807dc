package dev.atom.vault.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.vault.ImportUnreadable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where keys are today. A host writes its own for its database, as rows of names and tokens that
 * {@link FernetKeys} open.
 */
@FunctionalInterface
public interface ImportSource {
  /**
   * Reads all there is. What can't be read is an entry too, and hides no other.
   *
   * @return the entries, which the caller closes, in the source's order
   * @throws ImportUnreadable if nothing of it can be read
   */
  List<ImportEntry> read();

  /**
   * Returns a {@code .env} file, read anew each time.
   *
   * <p>A line is {@code NAME=value}, {@code export} may stand before it; names are of ASCII letters,
   * digits, {@code _}, {@code .} and {@code -}. Blank lines and those that begin with {@code #} are
   * passed over. A value without quotes ends with its line or before a blank and {@code #}. In double
   * quotes {@code \n} and {@code \r} stand for line ends. Both kinds of quotes may span lines; their
   * line ends become {@code \n}. The last line of a name counts.
   *
   * <p>What programs read in different ways is unreadable, as a guess would be a wrong key: other
   * backslashes in double quotes, two of them or one before a quote in single ones, <code>${…}</code>
   * anywhere, {@code #} in the middle of a value without quotes, backticks around one, and a quote on the line
   * below an empty one.
   *
   * @param file at most 1 MiB, in UTF-8
   * @return the source
   */
  static ImportSource dotEnv(Path file) {
    return () -> PlainFile.read(file, DotEnv::parse);
  }

  /**
   * Returns a file of Java properties, read anew each time, in the form of {@link
   * java.util.Properties#load(java.io.InputStream)}. The last line of a name counts. Entries with
   * characters outside ASCII are unreadable, as programs disagree about their encoding, unless these
   * are written as {@code \}{@code uXXXX}; so are lines that are a name alone.
   *
   * @param file at most 1 MiB
   * @return the source
   */
  static ImportSource properties(Path file) {
    return () -> PlainFile.read(file, PropertiesText::parse);
  }

  /**
   * Returns Fernet tokens, such as the rows of a table.
   *
   * @param keys open them; stay the caller's to close
   * @param tokens by name; copied
   * @return the source
   */
  static ImportSource fernet(FernetKeys keys, Map<String, String> tokens) {
    List<Map.Entry<String, String>> rows = List.copyOf(tokens.entrySet());
    return () ->
        rows.stream()
            .map(row -> opened(keys, row.getKey(), "", row.getValue().getBytes(UTF_8)))
            .toList();
  }

  /**
   * Returns this source with its values opened, as they are Fernet tokens: {@code
   * ImportSource.dotEnv(file).opened(keys)}.
   *
   * @param keys open them; stay the caller's to close
   * @return the source of what is in the tokens
   */
  default ImportSource opened(FernetKeys keys) {
    return () -> {
      List<ImportEntry> entries = new ArrayList<>();
      for (ImportEntry entry : read()) {
        entries.add(
            switch (entry) {
              case ImportEntry.Value value -> {
                try (Secret sealed = value.secret()) {
                  yield sealed.use(
                      PlaintextAccess.granted(),
                      token -> opened(keys, value.name(), value.where(), token));
                }
              }
              case ImportEntry.Empty empty -> empty;
              case ImportEntry.Unreadable unreadable -> unreadable;
            });
      }
      return entries;
    };
  }

  private static ImportEntry opened(FernetKeys keys, String name, String where, byte[] token) {
    try {
      return keys.open(token)
          .<ImportEntry>map(secret -> new ImportEntry.Value(name, where, secret))
          .orElseGet(() -> new ImportEntry.Empty(name, where));
    } catch (ImportUnreadable e) {
      return new ImportEntry.Unreadable(name, where, String.valueOf(e.getMessage()));
    }
  }
}
