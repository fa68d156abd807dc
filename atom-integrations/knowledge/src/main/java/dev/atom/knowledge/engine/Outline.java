package dev.atom.knowledge.engine;

import dev.atom.knowledge.SourceDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the sections of a Markdown text by its headings, as CommonMark has them: marked by number
 * signs or underlined, never inside a fenced block. A section's range leaves its heading out, unless
 * there is nothing else in it.
 */
final class Outline {
  private static final String SEPARATOR = " > ";
  private static final int DEEPEST = 6;
  private static final int LONGEST_HEADING = 300;
  private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(=+|-+)[ \\t]*");
  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})(.*)");
  private static final Pattern NOT_A_PARAGRAPH =
      Pattern.compile(" {0,3}(?:[-*+>|]|\\d{1,9}[.)]|<).*|(?: {4}|\\t).*");

  private record Heading(int level, String words) {}

  private final String documentTitle;
  private final String text;
  private final List<Section> sections = new ArrayList<>();
  private final List<Heading> path = new ArrayList<>();
  private int bodyStart;
  private int headingStart;
  private String fence = "";

  private Outline(String documentTitle, String text) {
    this.documentTitle = documentTitle;
    this.text = text;
  }

  static List<Section> of(SourceDocument document) {
    return switch (document.format()) {
      case PLAIN -> List.of(new Section(document.title(), 0, document.text().length()));
      case MARKDOWN -> new Outline(document.title(), document.text()).read();
    };
  }

  private List<Section> read() {
    int at = text.startsWith("\uFEFF") ? 1 : 0;
    bodyStart = at;
    headingStart = at;
    at = afterFrontMatter(at);
    int previous = -1;
    while (at < text.length()) {
      int end = lineEnd(at);
      int next = afterLineEnd(end);
      String line = text.substring(at, end);
      if (fenced(line)) {
        previous = -1;
      } else if (marked(line, at, next) || underlined(line, previous, at, next)) {
        previous = -1;
      } else {
        previous = paragraphStart(line, at, previous);
      }
      at = next;
    }
    closeSection(text.length(), 0);
    return sections;
  }

  /** Properties at the top are kept as text, but their rule is no underline. */
  private int afterFrontMatter(int start) {
    int at = start;
    if (!text.substring(at, lineEnd(at)).equals("---")) {
      return start;
    }
    at = afterLineEnd(lineEnd(at));
    while (at < text.length()) {
      int end = lineEnd(at);
      String line = text.substring(at, end);
      at = afterLineEnd(end);
      if (line.equals("---") || line.equals("...")) {
        return at;
      }
    }
    return start;
  }

  /** Tells whether the line belongs to a fenced block, and opens or closes one. */
  private boolean fenced(String line) {
    Matcher mark = FENCE.matcher(line);
    if (fence.isEmpty()) {
      if (mark.matches() && !(mark.group(1).startsWith("`") && mark.group(2).contains("`"))) {
        fence = mark.group(1);
        return true;
      }
      return false;
    }
    if (mark.matches() && mark.group(1).startsWith(fence) && mark.group(2).isBlank()) {
      fence = "";
    }
    return true;
  }

  private boolean marked(String line, int start, int next) {
    String marks = line.strip();
    int level = 0;
    while (level < marks.length() && marks.charAt(level) == '#') {
      level++;
    }
    boolean indented = line.startsWith("    ") || line.startsWith("\t");
    if (level == 0 || level > DEEPEST || indented) {
      return false;
    }
    String words = marks.substring(level);
    if (!words.isEmpty() && !Character.isWhitespace(words.charAt(0))) {
      return false;
    }
    open(new Heading(level, withoutClosingMarks(words)), start, next);
    return true;
  }

  private static String withoutClosingMarks(String words) {
    int end = words.length();
    while (end > 0 && words.charAt(end - 1) == '#') {
      end--;
    }
    boolean closing = end == 0 || Character.isWhitespace(words.charAt(end - 1));
    return (closing ? words.substring(0, end) : words).strip();
  }

  /** A rule under lines of a paragraph makes them a heading, unless they are too much for one. */
  private boolean underlined(String line, int paragraph, int start, int next) {
    if (paragraph < 0 || start - paragraph > LONGEST_HEADING) {
      return false;
    }
    Matcher mark = UNDERLINE.matcher(line);
    if (!mark.matches()) {
      return false;
    }
    int level = mark.group(1).startsWith("=") ? 1 : 2;
    String words = text.substring(paragraph, start).strip();
    open(new Heading(level, words.replaceAll("\\s+", " ")), paragraph, next);
    return true;
  }

  private static int paragraphStart(String line, int at, int previous) {
    if (line.isBlank()) {
      return -1;
    }
    if (previous >= 0) {
      return previous;
    }
    return NOT_A_PARAGRAPH.matcher(line).matches() ? -1 : at;
  }

  private void open(Heading heading, int start, int next) {
    closeSection(start, heading.level());
    path.removeIf(above -> above.level() >= heading.level());
    path.add(heading);
    headingStart = start;
    bodyStart = next;
  }

  /** A heading with nothing under it is a passage of its own, so that it can be found. */
  private void closeSection(int end, int nextLevel) {
    boolean empty = Borders.withoutBlankStart(text, bodyStart, end) == end;
    if (!empty) {
      sections.add(new Section(title(), bodyStart, end));
    } else if (!path.isEmpty() && nextLevel <= path.getLast().level()) {
      sections.add(new Section(title(), headingStart, bodyStart));
    }
  }

  private String title() {
    String headings =
        path.stream()
            .map(Heading::words)
            .filter(words -> !words.isEmpty() && !words.equals(documentTitle))
            .collect(Collectors.joining(SEPARATOR));
    if (documentTitle.isEmpty() || headings.isEmpty()) {
      return documentTitle + headings;
    }
    return documentTitle + SEPARATOR + headings;
  }

  private int lineEnd(int from) {
    int at = from;
    while (at < text.length() && !isBreak(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int afterLineEnd(int end) {
    if (end >= text.length()) {
      return end;
    }
    return text.startsWith("\r\n", end) ? end + 2 : end + 1;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
