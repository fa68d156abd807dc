package dev.atom.knowledge.parsers;

import dev.atom.knowledge.SourceDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Reads the text of an HTML page; nothing it refers to is fetched and no script is run. */
final class HtmlParser implements Parser {
  /** What browsers read where a page says Latin-1 or nothing. */
  private static final Charset WESTERN = Charset.forName("windows-1252");

  private static final int DEEPEST = 256;
  private static final int BEGINNING = 1_024;
  private static final Pattern OPENING =
      Pattern.compile(
          "\\s*(?:<\\?xml[^>]*>\\s*)?(?:<!--.{0,500}?-->\\s*)?<(?:!doctype\\s+html|html)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*[\"']?([\\w:.+-]{1,40})", Pattern.CASE_INSENSITIVE);

  private final Optional<Charset> header;

  private HtmlParser(Optional<Charset> header) {
    this.header = header;
  }

  /** A parser for a file that came with a content type, or with an empty one. */
  static HtmlParser of(String contentType) {
    Matcher named = CHARSET.matcher(contentType);
    return new HtmlParser(named.find() ? charset(named.group(1)) : Optional.empty());
  }

  private static Optional<Charset> charset(String name) {
    try {
      return Optional.of(asBrowsers(Charset.forName(name)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a name that nobody knows says nothing
    }
  }

  /** Whether a file begins as an HTML page does. */
  static boolean recognizes(byte[] content) {
    int length = Math.min(BEGINNING, content.length);
    Charset charset = marked(content).orElse(StandardCharsets.UTF_8);
    String beginning = new String(content, 0, length, charset);
    String text = beginning.startsWith("\uFEFF") ? beginning.substring(1) : beginning;
    return OPENING.matcher(text).matches();
  }

  @Override
  public ParsedDocument parse(byte[] content, String fallbackTitle, Watch watch)
      throws IOException {
    Document page = page(content, watch);
    String text = new HtmlText(watch).of(page.body());
    if (text.isBlank()) {
      throw new Refusal(ParseOutcome.Reason.NO_TEXT, "it has no text, perhaps only scripts");
    }
    return new ParsedDocument(
        title(page, fallbackTitle), text, SourceDocument.Format.MARKDOWN, Pages.none());
  }

  private static String title(Document page, String fallbackTitle) {
    String title = WholeText.line(page.title());
    if (!title.isEmpty()) {
      return title;
    }
    Element heading = page.selectFirst("h1");
    String words = heading == null ? "" : WholeText.line(heading.text());
    return words.isEmpty() ? fallbackTitle : words;
  }

  /** A byte order mark counts most, then what the file came with, then what it says of itself. */
  private Document page(byte[] content, Watch watch) throws IOException {
    Optional<Charset> known = marked(content).or(() -> header);
    if (known.isPresent()) {
      return build(content, known.get().name(), watch);
    }
    Document page = build(content, null, watch);
    Charset better = better(page, content);
    return better.equals(page.charset()) ? page : build(content, better.name(), watch);
  }

  /** As browsers decide: who can say in ASCII that a page is UTF-16 is wrong about it. */
  private static Charset better(Document page, byte[] content) {
    Charset said = page.charset();
    if (said.name().startsWith("UTF-16")) {
      return StandardCharsets.UTF_8;
    }
    boolean guessed = said.equals(StandardCharsets.UTF_8) && !saysUtf8(page) && !isUtf8(content);
    return guessed ? WESTERN : asBrowsers(said);
  }

  private static Document build(byte[] content, @Nullable String charset, Watch watch)
      throws IOException {
    org.jsoup.parser.Parser parser = org.jsoup.parser.Parser.htmlParser().setMaxDepth(DEEPEST);
    return Jsoup.parse(watch.over(new ByteArrayInputStream(content)), charset, "", parser);
  }

  private static Charset asBrowsers(Charset said) {
    boolean latin =
        said.equals(StandardCharsets.ISO_8859_1) || said.equals(StandardCharsets.US_ASCII);
    return latin ? WESTERN : said;
  }

  private static boolean saysUtf8(Document page) {
    return page.select("meta").stream()
        .map(meta -> meta.attr("charset") + " " + meta.attr("content"))
        .anyMatch(words -> words.toLowerCase(Locale.ROOT).contains("utf-8"));
  }

  private static boolean isUtf8(byte[] content) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** By a byte order mark, or by how the first tag of a page in UTF-16 begins. */
  private static Optional<Charset> marked(byte[] content) {
    if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    if (startsWith(content, 0xFE, 0xFF) || startsWith(content, 0, '<')) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    return startsWith(content, 0xFF, 0xFE) || startsWith(content, '<', 0)
        ? Optional.of(StandardCharsets.UTF_16LE)
        : Optional.empty();
  }

  private static boolean startsWith(byte[] content, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= content.length || (content[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
