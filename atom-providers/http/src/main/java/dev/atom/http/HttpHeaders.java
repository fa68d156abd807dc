package dev.atom.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The headers of a reply. Names are compared without regard to case. Immutable and thread-safe.
 *
 * <p>Guarantees: {@link #toString()} shows the values of a few harmless headers and hides all
 * others.
 */
public final class HttpHeaders {
  private final Map<String, List<String>> values;

  private HttpHeaders(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Returns headers with these values.
   *
   * @param headers names with their values, in the order they came; copied
   * @return the headers
   */
  public static HttpHeaders of(Map<String, List<String>> headers) {
    Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, list) -> values.computeIfAbsent(name, n -> new ArrayList<>()).addAll(list));
    values.replaceAll((name, list) -> List.copyOf(list));
    return new HttpHeaders(Collections.unmodifiableMap(values));
  }

  /**
   * Returns the first value of a header.
   *
   * @param name the header's name, in any case
   * @return empty if the header is missing
   */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /**
   * Returns every value of a header.
   *
   * @param name the header's name, in any case
   * @return the values in their order, often none
   */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /**
   * Returns all headers.
   *
   * @return the values by name, immutable; the map ignores case
   */
  public Map<String, List<String>> asMap() {
    return values;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("HttpHeaders[");
    values.forEach(
        (name, list) ->
            text.append(text.length() > 12 ? ", " : "")
                .append(name.toLowerCase(Locale.ROOT))
                .append(": ")
                .append(Redaction.header(name, String.join(", ", list))));
    return text.append(']').toString();
  }
}
