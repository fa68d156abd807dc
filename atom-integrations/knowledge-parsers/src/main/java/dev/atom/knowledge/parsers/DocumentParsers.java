package dev.atom.knowledge.parsers;

import dev.atom.knowledge.FileParser;
import dev.atom.knowledge.KnowledgeBase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads HTML and PDF files as text that can be searched and cited.
 *
 * {@snippet file="dev/atom/knowledge/parsers/ParsersGuideTest.java" region="parse"}
 *
 * <p>A file is what its beginning says it is: a PDF by its mark, wherever its name ends; else HTML if
 * it is named {@code .html}, {@code .htm} or {@code .xhtml} or begins as a page does.
 *
 * <p>Guarantees: whatever the bytes are, parsing gives an outcome and throws nothing, in not much
 * more than the time of the limits; nothing that a file refers to is read or fetched, and no script
 * in it is run. A PDF is checked before it is unpacked: no stream in it may have more than 128 MiB.
 * A file that holds PDFBox or jsoup in a loop without end costs a thread that is left behind: it is
 * interrupted and ends as soon as it reads on.
 *
 * <p>Immutable and thread-safe; each call parses on a thread of its own and waits for it.
 */
public final class DocumentParsers {
  private static final Set<String> HTML = Set.of("html", "htm", "xhtml");
  private static final String PDF = "pdf";

  private final ParseLimits limits;

  private DocumentParsers(ParseLimits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  /**
   * Returns the parsers of all types, with the usual limits.
   *
   * @return the parsers
   */
  public static DocumentParsers ofAll() {
    return new DocumentParsers(ParseLimits.usual());
  }

  /**
   * Returns these parsers with other limits.
   *
   * @param limits the limits
   * @return the changed copy
   */
  public DocumentParsers limits(ParseLimits limits) {
    return new DocumentParsers(limits);
  }

  /**
   * Parses a file.
   *
   * @param file the file
   * @return its text, or why there is none
   */
  public ParseOutcome parse(Path file) {
    byte[] content;
    try {
      if (!Files.isRegularFile(file)) {
        return new ParseOutcome.Refused(
            ParseOutcome.Reason.UNREADABLE, "it is gone or no regular file");
      }
      try (InputStream bytes = Files.newInputStream(file)) {
        content = bytes.readNBytes(limits.bytes() + 1);
      }
    } catch (IOException | SecurityException e) {
      return new ParseOutcome.Refused(
          ParseOutcome.Reason.UNREADABLE, "it cannot be read: " + e.getClass().getSimpleName());
    }
    return parse(name(file), content);
  }

  /**
   * Parses the content of a file.
   *
   * @param name the file's name; its extension tells the type and the rest stands for a title
   * @param content the bytes, not changed meanwhile
   * @return its text, or why there is none
   */
  public ParseOutcome parse(String name, byte[] content) {
    return parse(name, content, "");
  }

  /**
   * Parses the content of a file that came with a content type, such as over HTTP.
   *
   * @param name the file's name; its extension tells the type and the rest stands for a title
   * @param content the bytes, not changed meanwhile
   * @param contentType such as {@code text/html; charset=windows-1251}; may be empty. Of it only the
   *     charset counts, after a byte order mark and before what the file says of itself
   * @return its text, or why there is none
   */
  public ParseOutcome parse(String name, byte[] content, String contentType) {
    Objects.requireNonNull(contentType, "contentType");
    if (content.length > limits.bytes()) {
      return new ParseOutcome.Refused(
          ParseOutcome.Reason.TOO_LARGE, "it has more than " + limits.bytes() + " bytes; split it");
    }
    String extension = extension(name);
    if (PdfParser.recognizes(content)) {
      return run(new PdfParser(), name, content);
    }
    if (extension.equals(PDF)) {
      return new ParseOutcome.Refused(
          ParseOutcome.Reason.BROKEN, "it is named as a PDF and does not begin as one");
    }
    if (HTML.contains(extension) || HtmlParser.recognizes(content)) {
      return run(HtmlParser.of(contentType), name, content);
    }
    return new ParseOutcome.Refused(
        ParseOutcome.Reason.UNKNOWN_TYPE, "it is neither HTML nor PDF by its name or beginning");
  }

  private ParseOutcome run(Parser parser, String name, byte[] content) {
    Watch watch = new Watch(limits);
    return new ParsingThread(watch).run(() -> parser.parse(content, stem(name), watch));
  }

  /**
   * Makes a knowledge base hold what a folder holds, as {@link KnowledgeBase#ingest(Path, String)}
   * does, with its HTML and PDF files.
   *
   * @param base the knowledge base
   * @param folder the folder with the documents
   * @param prefix what ids begin with, followed by the path in the folder with slashes
   * @return what became of each document, and the pages of those that have some
   * @throws dev.atom.knowledge.KnowledgeException as {@link KnowledgeBase#ingest(Path, String)} says
   */
  public FolderIngest ingest(KnowledgeBase base, Path folder, String prefix) {
    Map<String, Pages> pages = new HashMap<>();
    return new FolderIngest(base.ingest(folder, prefix, fileParser(pages)), pages);
  }

  private FileParser fileParser(Map<String, Pages> pages) {
    return new FileParser() {
      @Override
      public boolean accepts(Path file) {
        String extension = extension(name(file));
        return extension.equals(PDF) || HTML.contains(extension);
      }

      @Override
      public Outcome parse(String id, Path file) {
        return switch (DocumentParsers.this.parse(file)) {
          case ParseOutcome.Parsed parsed -> {
            if (parsed.document().pages().count() > 0) {
              pages.put(id, parsed.document().pages());
            }
            yield new Outcome.Read(parsed.document().source(id));
          }
          case ParseOutcome.Refused refused -> new Outcome.Refused(refused.message());
        };
      }
    };
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return WholeText.line(dot > 0 ? name.substring(0, dot) : name);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
