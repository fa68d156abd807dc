package dev.atom.ledger;

import dev.atom.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes the records of a ledger as a file, a page in memory at a time. The streams are in UTF-8, and
 * are neither flushed nor closed here. Immutable and thread-safe.
 */
public final class UsageExport {
  private static final int PAGE = 500;

  private final UsageLedger ledger;
  private final UsageFilter filter;

  private UsageExport(UsageLedger ledger, UsageFilter filter) {
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.filter = Objects.requireNonNull(filter, "filter");
  }

  /**
   * Returns the export of some records.
   *
   * @param ledger where they are
   * @param filter which
   * @return the export
   */
  public static UsageExport of(UsageLedger ledger, UsageFilter filter) {
    return new UsageExport(ledger, filter);
  }

  /**
   * Writes comma-separated values (RFC 4180) exactly as they are, with a line of names. Don't open
   * the file in a spreadsheet where strangers choose names: it runs what begins as a formula.
   *
   * @param out where to
   * @return how many records there were
   * @throws IOException if it can't be written
   * @throws LedgerException if the ledger can't be read
   */
  public long csv(OutputStream out) throws IOException {
    return csv(out, Function.identity());
  }

  /**
   * Writes comma-separated values as {@link #csv}, for a spreadsheet: text that it could take for a
   * formula, beginning with {@code = + - @}, a tab or a line break, has an apostrophe before it.
   *
   * @param out where to
   * @return how many records there were
   * @throws IOException if it can't be written
   * @throws LedgerException if the ledger can't be read
   */
  public long csvForSpreadsheets(OutputStream out) throws IOException {
    return csv(out, UsageExport::guarded);
  }

  private static String guarded(String text) {
    return !text.isEmpty() && "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20".indexOf(text.charAt(0)) >= 0
        ? "'" + text
        : text;
  }

  private long csv(OutputStream out, Function<String, String> guard) throws IOException {
    write(out, line(RecordForms.COLUMNS, Function.identity()));
    return each(out, record -> line(RecordForms.row(record), guard));
  }

  private static String line(List<String> values, Function<String, String> guard) {
    StringBuilder line = new StringBuilder();
    for (String value : values) {
      line.append(line.isEmpty() ? "" : ",").append(quoted(guard.apply(value)));
    }
    return line.append("\r\n").toString();
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  /**
   * Writes a JSON object per line, with everything that a record has; amounts are text, so that no
   * reader rounds them.
   *
   * @param out where to
   * @return how many records there were
   * @throws IOException if it can't be written
   * @throws LedgerException if the ledger can't be read
   */
  public long jsonLines(OutputStream out) throws IOException {
    return each(out, record -> json(record) + "\n");
  }

  private static Json.Obj json(UsageRecord record) {
    return RecordForms.json(record);
  }

  private long each(OutputStream out, Function<UsageRecord, String> form) throws IOException {
    long count = 0;
    Optional<String> place = Optional.empty();
    do {
      UsagePage page = ledger.page(filter, place, PAGE);
      for (UsageRecord record : page.records()) {
        write(out, form.apply(record));
        count++;
      }
      place = page.next();
    } while (place.isPresent());
    return count;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
