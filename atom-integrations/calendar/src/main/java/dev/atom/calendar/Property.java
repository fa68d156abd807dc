package dev.atom.calendar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line of a calendar: a name, parameters and a value. Equal by content, wherever it was read.
 * Immutable and thread-safe.
 */
public final class Property {
  private final String name;
  private final List<Parameter> parameters;
  private final String raw;
  private final int line;

  Property(String name, List<Parameter> parameters, String raw, int line) {
    this.name = name.toUpperCase(Locale.ROOT);
    this.parameters = List.copyOf(parameters);
    this.raw = raw;
    this.line = line;
  }

  /**
   * Returns a property whose value is text; what needs a backslash gets one.
   *
   * @param name letters, digits and hyphens
   * @param text the value as people read it, line breaks allowed
   * @return the property without parameters
   * @throws IllegalArgumentException if the name is none, or the text has another control character
   *     than tabs and line breaks
   */
  public static Property text(String name, String text) {
    return raw(name, TextValue.escaped(text));
  }

  /**
   * Returns a property with its value as it stands in the file.
   *
   * @param name letters, digits and hyphens
   * @param value the value, on one line
   * @return the property without parameters
   * @throws IllegalArgumentException if the name is none, or the value has a line break or another
   *     control character than tabs
   */
  public static Property raw(String name, String value) {
    Names.check("property", name);
    if (TextValue.hasControls(value) || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(
          "the value of " + name + " has a control character in it, which no calendar can hold");
    }
    return new Property(name, List.of(), value, 0);
  }

  /**
   * Returns this property with a parameter more, in place of one with the same name.
   *
   * @param parameter the parameter
   * @return the property
   */
  public Property with(Parameter parameter) {
    List<Parameter> changed = new ArrayList<>(parameters);
    changed.removeIf(old -> old.name().equals(parameter.name()));
    changed.add(parameter);
    return new Property(name, changed, raw, line);
  }

  /**
   * Returns the name.
   *
   * @return in upper case
   */
  public String name() {
    return name;
  }

  /**
   * Returns the parameters.
   *
   * @return in the order of the file
   */
  public List<Parameter> parameters() {
    return parameters;
  }

  /**
   * Returns the first value of a parameter.
   *
   * @param parameterName its name, in any case
   * @return the value without quotes; empty if the parameter is not there
   */
  public Optional<String> parameter(String parameterName) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equalsIgnoreCase(parameterName))
        .map(Parameter::value)
        .findFirst();
  }

  /**
   * Returns the value as it stands in the file.
   *
   * @return unfolded, otherwise unchanged
   */
  public String raw() {
    return raw;
  }

  /**
   * Returns the value as text.
   *
   * @return without backslashes before commas, semicolons, backslashes and line breaks
   */
  public String text() {
    return TextValue.plain(raw);
  }

  /** The line it was read from, 0 if it was not read. */
  int line() {
    return line;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Property that
        && name.equals(that.name)
        && parameters.equals(that.parameters)
        && raw.equals(that.raw);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + parameters.hashCode()) + raw.hashCode();
  }

  /** The line of the file, unfolded. */
  @Override
  public String toString() {
    return name
        + parameters.stream().map(LineWriter::parameter).collect(Collectors.joining())
        + ":"
        + raw;
  }
}
