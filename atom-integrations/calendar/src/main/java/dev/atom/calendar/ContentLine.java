package dev.atom.calendar;

import java.util.ArrayList;
import java.util.List;

/** One line by the grammar of RFC 5545, section 3.1, with the carets of RFC 6868. */
final class ContentLine {
  private final String text;
  private final int number;
  private int position;

  private ContentLine(String text, int number) {
    this.text = text;
    this.number = number;
  }

  static Property parse(Lines.Line line) {
    return new ContentLine(line.text(), line.number()).property();
  }

  private Property property() {
    String name = name("the line", "a property's name, then a colon and a value");
    List<Parameter> parameters = new ArrayList<>();
    while (here() == ';') {
      position++;
      parameters.add(parameter(name));
    }
    if (here() != ':') {
      throw CalendarException.malformed(number, "no colon and value after " + name);
    }
    String raw = text.substring(position + 1);
    if (TextValue.hasControls(raw) || raw.indexOf('\r') >= 0) {
      throw CalendarException.malformed(number, name + " has a control character in its value");
    }
    return new Property(name, parameters, raw, number);
  }

  private Parameter parameter(String property) {
    String name = name("a parameter of " + property, "a name, then = and a value");
    if (here() != '=') {
      throw CalendarException.malformed(
          number, "the parameter " + name + " of " + property + " has no = and value");
    }
    List<String> values = new ArrayList<>();
    do {
      position++;
      values.add(value(property));
    } while (here() == ',');
    try {
      return new Parameter(name, values);
    } catch (IllegalArgumentException e) {
      throw CalendarException.malformed(number, String.valueOf(e.getMessage()));
    }
  }

  private String value(String property) {
    int start = position;
    if (here() == '"') {
      int end = text.indexOf('"', start + 1);
      if (end < 0) {
        throw CalendarException.malformed(
            number, "a parameter of " + property + " begins with a quote that nothing ends");
      }
      position = end + 1;
      return uncareted(text.substring(start + 1, end));
    }
    while (position < text.length() && ";:,".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    return uncareted(text.substring(start, position));
  }

  private static String uncareted(String value) {
    if (value.indexOf('^') < 0) {
      return value;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      char next = c == '^' && i + 1 < value.length() ? value.charAt(i + 1) : 0;
      if (next == 'n' || next == '^' || next == '\'') {
        plain.append(next == 'n' ? '\n' : next == '^' ? '^' : '"');
        i++;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private String name(String what, String wanted) {
    int start = position;
    while (position < text.length() && ";:=,\"".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    String name = text.substring(start, position);
    if (!Names.valid(name)) {
      throw CalendarException.malformed(
          number,
          what
              + " begins with \""
              + CalendarException.shown(name)
              + "\" where "
              + wanted
              + " must stand");
    }
    return name;
  }

  /** The character at the position; 0 at the end. */
  private char here() {
    return position < text.length() ? text.charAt(position) : 0;
  }
}
