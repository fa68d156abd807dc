package dev.atom.router;

import dev.atom.usage.Price;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Reads tables of prices, the host's own and the one that comes along. Thread-safe. */
public final class Prices {
  private static final String BUNDLED = "openai-chat.csv";

  private Prices() {}

  /**
   * Reads the prices of chat models from comma-separated text.
   *
   * <p>The first line names the columns, in any order. Needed: {@code provider}, {@code model},
   * {@code input_usd_per_mtok} and {@code output_usd_per_mtok}, US dollars for a million tokens with
   * a point for decimals. Optional: {@code cache_read_usd_per_mtok} and {@code
   * cache_write_usd_per_mtok} (empty: as other input), {@code from} (a day such as {@code
   * 2026-08-01}, which begins in UTC), {@code source}, and {@code mode}. A cell with a comma stands
   * in double quotes, a quote in it is doubled; a cell can't go over several lines. Empty lines are
   * skipped.
   *
   * <p>Left out, because a price of tokens alone would be wrong for them, so that they stay unknown:
   * rows whose {@code mode} is not {@code chat}, and rows with a value in another column whose name
   * contains {@code usd}, such as {@code per_second_usd}. Other columns are ignored.
   *
   * @param table what the text is called in errors, such as a file's name; also the source of rows
   *     that name none
   * @param csv the text
   * @param from when the prices of rows without a day begin to hold
   * @return the prices in the table's order, for {@link dev.atom.usage.PriceBook#of}
   * @throws InvalidPrices if a column is missing or named twice, a number or day is none, a needed
   *     cell is empty, or a model has two prices from one instant
   */
  public static List<Price> parse(String table, String csv, Instant from) {
    return new PriceTable(table, from).read(csv);
  }

  /**
   * Returns list prices of OpenAI's chat models as LiteLLM's price map had them on 2026-08-01; they
   * hold from that day. Not verified against the provider, so check what you bill by.
   *
   * <p>Only models with one flat rate for each kind of token, at the standard service tier: those
   * that charge more for long prompts, for audio or for searches are left out and stay unknown. The
   * file {@code SOURCES.md} beside the table in the jar tells the source and its licence.
   *
   * @return the prices, read anew each time
   */
  public static List<Price> bundled() {
    try (InputStream in = Prices.class.getResourceAsStream(BUNDLED)) {
      if (in == null) {
        throw new IllegalStateException(BUNDLED + " is missing in the jar of atom-router");
      }
      String csv = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return parse(BUNDLED, csv, Instant.EPOCH);
    } catch (IOException e) {
      throw new UncheckedIOException(BUNDLED + " in the jar of atom-router can't be read", e);
    }
  }
}
