package dev.atom.voice;

import java.util.Locale;
import java.util.Set;

/**
 * Whether the end of a text lies inside brackets, inside a tag, or between a tag and its closing one.
 * Fed character by character; not thread-safe.
 */
final class Nesting {
  /** Elements of HTML that have no closing tag. */
  private static final Set<String> VOID = Set.of("br", "hr", "img", "wbr", "input", "meta", "link");

  private final StringBuilder tag = new StringBuilder();
  private boolean inTag;
  private int brackets;
  private int elements;
  private char previous;
  private int lineBreaks;

  boolean clear() {
    return !inTag && brackets == 0 && elements == 0;
  }

  void accept(char c) {
    if (c == '\n' && ++lineBreaks == 2) {
      // Nothing reaches over a blank line: what was opened by mistake must not hold up the speech.
      brackets = 0;
      elements = 0;
      inTag = false;
    } else if (!Character.isWhitespace(c)) {
      lineBreaks = 0;
    }
    if (inTag) {
      acceptInTag(c);
    } else if (previous == '<' && (Character.isLetter(c) || c == '/')) {
      inTag = true;
      tag.setLength(0);
      tag.append(c);
    } else {
      acceptText(c);
    }
    previous = c;
  }

  private void acceptText(char c) {
    if ("([{（「『".indexOf(c) >= 0) {
      // The bracket of a sad face is never closed.
      brackets += previous == ':' || previous == '-' ? 0 : 1;
    } else if (")]}）」』".indexOf(c) >= 0) {
      brackets = Math.max(0, brackets - 1);
    }
  }

  private void acceptInTag(char c) {
    if (c != '>') {
      tag.append(c);
      return;
    }
    inTag = false;
    if (tag.charAt(0) == '/') {
      elements = Math.max(0, elements - 1);
    } else if (tag.charAt(tag.length() - 1) != '/' && !VOID.contains(name())) {
      elements++;
    }
  }

  private String name() {
    int end = 0;
    while (end < tag.length() && Character.isLetterOrDigit(tag.charAt(end))) {
      end++;
    }
    return tag.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
