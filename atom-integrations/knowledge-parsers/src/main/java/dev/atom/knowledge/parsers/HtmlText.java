package dev.atom.knowledge.parsers;

import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * Writes a page as a little Markdown: headings marked by number signs, items by a hyphen, cells of a
 * row apart by a bar, preformatted text in a fence. What only looks like a mark is escaped.
 */
final class HtmlText implements NodeFilter {
  private static final Set<String> DROPPED =
      Set.of(
          "script",
          "style",
          "nav",
          "noscript",
          "template",
          "head",
          "title",
          "svg",
          "math",
          "iframe",
          "object",
          "embed",
          "canvas",
          "audio",
          "video",
          "select",
          "button",
          "textarea",
          "input",
          "datalist");
  private static final Set<String> DROPPED_ROLES =
      Set.of("navigation", "search", "menu", "menubar");
  private static final Pattern LIKE_A_MARK =
      Pattern.compile("(?m)^( {0,3})(?=#{1,6}(?:\\s|$)|(?:=+|-+)[ \\t]*$|`{3}|~{3})");
  private static final Pattern TICKS = Pattern.compile("`{3,}");

  /** What the block being written is; equal neighbours of the close kinds stand on lines. */
  private enum Kind {
    PARAGRAPH,
    ITEM,
    ROW,
    HEADING
  }

  private final Watch watch;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder block = new StringBuilder();
  private Kind kind = Kind.PARAGRAPH;
  private Kind previous = Kind.PARAGRAPH;
  private int rows;
  private int preformatted;

  HtmlText(Watch watch) {
    this.watch = watch;
  }

  String of(Element body) {
    NodeTraversor.filter(this, body);
    flush();
    return WholeText.of(text);
  }

  @Override
  public FilterResult head(Node node, int depth) {
    watch.step();
    if (node instanceof TextNode words) {
      append(words.getWholeText());
    } else if (node instanceof Element element) {
      if (isDropped(element)) {
        return FilterResult.SKIP_ENTIRELY;
      }
      open(element);
    }
    return FilterResult.CONTINUE;
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element) {
      close(element);
    }
    return FilterResult.CONTINUE;
  }

  private static boolean isDropped(Element element) {
    return DROPPED.contains(element.normalName())
        || element.hasAttr("hidden")
        || DROPPED_ROLES.contains(element.attr("role"));
  }

  private void open(Element element) {
    switch (element.normalName()) {
      case "br" -> lineBreak();
      case "h1", "h2", "h3", "h4", "h5", "h6" -> begin(Kind.HEADING);
      case "li", "dt", "dd" -> begin(Kind.ITEM);
      case "tr" -> {
        begin(Kind.ROW);
        rows++;
      }
      case "td", "th" -> cell();
      case "table", "ul", "ol", "dl" -> begin(Kind.PARAGRAPH);
      case "pre" -> {
        begin(Kind.PARAGRAPH);
        preformatted++;
      }
      default -> border(element);
    }
  }

  private void close(Element element) {
    switch (element.normalName()) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> heading(element.normalName().charAt(1) - '0');
      case "tr" -> {
        begin(Kind.PARAGRAPH);
        rows--;
      }
      case "li", "dt", "dd", "table", "ul", "ol", "dl" -> begin(Kind.PARAGRAPH);
      case "pre" -> {
        preformatted--;
        fence();
      }
      default -> border(element);
    }
  }

  /** In a heading, an item or a row a paragraph is no end, only a space. */
  private void border(Element element) {
    if (!element.isBlock() || preformatted > 0) {
      return;
    }
    if (kind == Kind.HEADING || kind == Kind.ITEM || rows > 0) {
      append(" ");
    } else {
      flush();
    }
  }

  private void begin(Kind next) {
    flush();
    kind = next;
  }

  private void append(String words) {
    watch.characters((long) text.length() + block.length() + words.length());
    if (preformatted > 0) {
      block.append(words.replace("\r\n", "\n").replace('\r', '\n'));
      return;
    }
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
        if (!block.isEmpty() && !endsBlank()) {
          block.append(' ');
        }
      } else if (c != '\u00AD' && c != '\u200B' && c != '\uFEFF') {
        block.append(c); // a soft hyphen or a mark without width would part a word
      }
    }
  }

  private boolean endsBlank() {
    char last = block.charAt(block.length() - 1);
    return last == ' ' || last == '\n';
  }

  private void lineBreak() {
    if (kind == Kind.HEADING || rows > 0) {
      append(" ");
    } else if (!block.isEmpty()) {
      block.append('\n');
    }
  }

  /** An empty cell leaves no second bar. */
  private void cell() {
    String before = take();
    if (!before.isEmpty()) {
      block.append(before).append(before.endsWith(" |") ? " " : " | ");
    }
  }

  private void heading(int level) {
    String words = take();
    if (!words.isEmpty()) {
      write("#".repeat(level) + " " + words.replace('\n', ' '));
    }
    kind = Kind.PARAGRAPH;
  }

  private void fence() {
    String code = block.toString().stripTrailing();
    block.setLength(0);
    if (!code.isBlank()) {
      int longest =
          TICKS.matcher(code).results().mapToInt(m -> m.end() - m.start()).max().orElse(2);
      String marks = "`".repeat(longest + 1);
      write(marks + "\n" + code + "\n" + marks);
    }
  }

  private void flush() {
    if (preformatted > 0) {
      return; // whatever stands in it, it ends with its own end
    }
    String words = take();
    if (!words.isEmpty() && kind == Kind.HEADING) {
      kind = Kind.PARAGRAPH; // broken by a block inside: the rest is the heading
    }
    if (!words.isEmpty()) {
      String escaped = LIKE_A_MARK.matcher(words).replaceAll("$1\\\\");
      write(kind == Kind.ITEM ? "- " + escaped : escaped);
    }
  }

  private String take() {
    String words = block.toString().strip();
    block.setLength(0);
    return words;
  }

  private void write(String words) {
    boolean close = kind == previous && (kind == Kind.ITEM || kind == Kind.ROW);
    if (!text.isEmpty()) {
      text.append(close ? "\n" : "\n\n");
    }
    text.append(words);
    watch.characters(text.length());
    previous = kind;
  }
}
