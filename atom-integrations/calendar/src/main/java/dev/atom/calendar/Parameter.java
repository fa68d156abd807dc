package dev.atom.calendar;

import java.util.List;
import java.util.Locale;

/**
 * What a property says about its value, such as {@code CN=Ada}. Immutable and thread-safe.
 *
 * @param name in upper case: letters, digits and hyphens
 * @param values one or more, without quotes; line breaks and quotes inside are written as RFC 6868
 *     says
 */
public record Parameter(String name, List<String> values) {
  /** Copies the values, and refuses a name or value that can't be written. */
  public Parameter {
    name = name.toUpperCase(Locale.ROOT);
    Names.check("parameter", name);
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("parameter " + name + " needs a value");
    }
    for (String value : values) {
      if (TextValue.hasControls(value)) {
        throw new IllegalArgumentException("parameter " + name + " has a control character in it");
      }
    }
  }

  /**
   * Returns a parameter with one value.
   *
   * @param name letters, digits and hyphens
   * @param value the value, without quotes
   * @return the parameter
   */
  public static Parameter of(String name, String value) {
    return new Parameter(name, List.of(value));
  }

  /**
   * Returns the first value.
   *
   * @return the value, without quotes
   */
  public String value() {
    return values.getFirst();
  }
}
