package dev.atom.router;

import dev.atom.model.ModelRef;
import dev.atom.usage.Price;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one table of prices, see {@link Prices#parse}. */
final class PriceTable {
  private static final List<String> NEEDED =
      List.of("provider", "model", "input_usd_per_mtok", "output_usd_per_mtok");
  private static final Set<String> TOKEN_PRICES =
      Set.of(
          "input_usd_per_mtok",
          "output_usd_per_mtok",
          "cache_read_usd_per_mtok",
          "cache_write_usd_per_mtok");

  private final String table;
  private final Instant from;

  PriceTable(String table, Instant from) {
    this.table = table;
    this.from = from;
  }

  List<Price> read(String csv) {
    List<String> lines = csv.lines().toList();
    List<String> columns = header(lines.isEmpty() ? "" : lines.get(0));
    List<Price> prices = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      Row row = row(columns, lines.get(i), i + 1);
      if (row.pricedByTokensAlone()) {
        Price price = row.price();
        if (!seen.add(List.of(price.model(), price.from()))) {
          throw row.wrong("model", price.model() + " has a price from that instant already");
        }
        prices.add(price);
      }
    }
    return List.copyOf(prices);
  }

  private List<String> header(String line) {
    String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
    List<String> columns = cells(text, 1).stream().map(String::strip).toList();
    for (String needed : NEEDED) {
      if (!columns.contains(needed)) {
        throw new InvalidPrices(table, 1, needed, "missing; the first line names the columns");
      }
    }
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw new InvalidPrices(table, 1, column, "named twice");
      }
    }
    return columns;
  }

  private Row row(List<String> columns, String line, int number) {
    List<String> cells = cells(line, number);
    if (cells.size() != columns.size()) {
      String problem = "has %d cells, the header %d".formatted(cells.size(), columns.size());
      throw new InvalidPrices(table, number, "-", problem);
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      values.put(columns.get(i), cells.get(i).strip());
    }
    return new Row(values, number);
  }

  private List<String> cells(String line, int number) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (quoted) {
      throw new InvalidPrices(table, number, "-", "a double quote is not closed on its line");
    }
    cells.add(cell.toString());
    return cells;
  }

  /** One line below the header. */
  private final class Row {
    private final Map<String, String> values;
    private final int line;

    Row(Map<String, String> values, int line) {
      this.values = values;
      this.line = line;
    }

    boolean pricedByTokensAlone() {
      boolean chat = value("mode").map("chat"::equals).orElse(true);
      return chat
          && values.entrySet().stream()
              .filter(cell -> cell.getKey().contains("usd"))
              .filter(cell -> !TOKEN_PRICES.contains(cell.getKey()))
              .allMatch(cell -> cell.getValue().isEmpty());
    }

    Price price() {
      Price.PerMillion rates =
          new Price.PerMillion(
              needed("input_usd_per_mtok", usd("input_usd_per_mtok")),
              usd("cache_read_usd_per_mtok"),
              usd("cache_write_usd_per_mtok"),
              needed("output_usd_per_mtok", usd("output_usd_per_mtok")));
      ModelRef model =
          new ModelRef(needed("provider", value("provider")), needed("model", value("model")));
      return new Price(model, rates, begin(), value("source").orElse(table));
    }

    private Instant begin() {
      Optional<String> day = value("from");
      try {
        return day.map(text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant())
            .orElse(from);
      } catch (DateTimeParseException e) {
        throw wrong("from", "\"" + day.orElse("") + "\" is no day such as 2026-08-01");
      }
    }

    private Optional<BigDecimal> usd(String column) {
      return value(column).map(text -> usd(column, text));
    }

    private BigDecimal usd(String column, String text) {
      BigDecimal amount;
      try {
        amount = new BigDecimal(text);
      } catch (NumberFormatException e) {
        throw wrong(column, "\"" + text + "\" is no number such as 0.15");
      }
      if (amount.signum() < 0) {
        throw wrong(column, "\"" + text + "\" is negative");
      }
      return amount;
    }

    private <T> T needed(String column, Optional<T> value) {
      return value.orElseThrow(
          () -> wrong(column, "empty; leave the row out if the price is not known"));
    }

    private Optional<String> value(String column) {
      return Optional.ofNullable(values.get(column)).filter(text -> !text.isEmpty());
    }

    InvalidPrices wrong(String column, String problem) {
      return new InvalidPrices(table, line, column, problem);
    }
  }
}
