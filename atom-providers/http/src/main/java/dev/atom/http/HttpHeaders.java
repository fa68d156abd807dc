package dev.atom.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import okhttp3.Headers;

/**
 * The headers of a reply. Names are compared without regard to case. Immutable and thread-safe.
 *
 * <p>Guarantees: {@link #toString()} shows the values of a few harmless headers and hides all
 * others.
 */
public final class HttpHeaders {
  /** Name, value, name, value: a reply has few, and most are never asked for. */
  private final String[] lines;

  private HttpHeaders(String[] lines) {
    this.lines = lines;
  }

  /**
   * Returns headers with these values.
   *
   * @param headers names with their values, in the order they came; copied
   * @return the headers
   */
  public static HttpHeaders of(Map<String, List<String>> headers) {
    List<String> lines = new ArrayList<>();
    headers.forEach((name, list) -> list.forEach(value -> lines.addAll(List.of(name, value))));
    return new HttpHeaders(lines.toArray(String[]::new));
  }

  static HttpHeaders of(Headers headers) {
    String[] lines = new String[2 * headers.size()];
    Arrays.setAll(lines, i -> i % 2 == 0 ? headers.name(i / 2) : headers.value(i / 2));
    return new HttpHeaders(lines);
  }

  /**
   * Goes through all lines in the order they came; a name that came twice comes twice.
   *
   * @param action gets name and value
   */
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < lines.length; i += 2) {
      action.accept(lines[i], lines[i + 1]);
    }
  }

  /**
   * Returns the first value of a header.
   *
   * @param name the header's name, in any case
   * @return empty if the header is missing
   */
  public Optional<String> first(String name) {
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        return Optional.of(lines[i + 1]);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns every value of a header.
   *
   * @param name the header's name, in any case
   * @return the values in their order, often none
   */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        values.add(lines[i + 1]);
      }
    }
    return List.copyOf(values);
  }

  /**
   * Returns all headers.
   *
   * @return the values by name, immutable; the map ignores case
   */
  public Map<String, List<String>> asMap() {
    Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < lines.length; i += 2) {
      values.computeIfAbsent(lines[i], name -> new ArrayList<>()).add(lines[i + 1]);
    }
    values.replaceAll((name, list) -> List.copyOf(list));
    return Collections.unmodifiableMap(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("HttpHeaders[");
    asMap()
        .forEach(
            (name, list) ->
                text.append(text.length() > 12 ? ", " : "")
                    .append(name.toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(Redaction.header(name, String.join(", ", list))));
    return text.append(']').toString();
  }
}
