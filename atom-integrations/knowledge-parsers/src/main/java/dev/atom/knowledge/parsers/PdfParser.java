package dev.atom.knowledge.parsers;

import dev.atom.knowledge.SourceDocument;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/** Reads the text of a PDF page by page, in the order its author wrote it. */
final class PdfParser implements Parser {
  private static final byte[] MARK = {'%', 'P', 'D', 'F', '-'};
  private static final int MARK_BEFORE = 1_024;

  /** Whether the mark of a PDF is where it may be: near the beginning. */
  static boolean recognizes(byte[] content) {
    int last = Math.min(MARK_BEFORE, content.length - MARK.length);
    for (int at = 0; at <= last; at++) {
      if (content[at] == MARK[0] && markedAt(content, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean markedAt(byte[] content, int at) {
    for (int i = 0; i < MARK.length; i++) {
      if (content[at + i] != MARK[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public ParsedDocument parse(byte[] content, String fallbackTitle, Watch watch)
      throws IOException {
    UnpackedSize unpacked = new UnpackedSize(watch);
    unpacked.checkRaw(content);
    try (PDDocument pdf = Loader.loadPDF(new Watched(content, watch))) {
      if (pdf.isEncrypted()) {
        throw encrypted();
      }
      watch.pages(pdf.getNumberOfPages());
      unpacked.checkChains(pdf.getDocument());
      return read(pdf, fallbackTitle, watch);
    } catch (InvalidPasswordException e) {
      throw encrypted();
    }
  }

  private static ParsedDocument read(PDDocument pdf, String fallbackTitle, Watch watch)
      throws IOException {
    PageText stripper = new PageText(watch);
    stripper.writeText(pdf, Writer.nullWriter());
    watch.look();
    String text = stripper.text();
    if (text.isBlank()) {
      throw new Refusal(
          ParseOutcome.Reason.NO_TEXT, "it has no text; if its pages are scanned, recognise them");
    }
    String title =
        Optional.ofNullable(pdf.getDocumentInformation().getTitle())
            .map(WholeText::line)
            .filter(words -> !words.isEmpty())
            .orElse(fallbackTitle);
    Pages pages = stripper.pages(pdf.getNumberOfPages());
    return new ParsedDocument(title, text, SourceDocument.Format.PLAIN, pages);
  }

  private static Refusal encrypted() {
    return new Refusal(
        ParseOutcome.Reason.ENCRYPTED, "it is encrypted; save it without a password");
  }

  /** The file's bytes; whatever reads them looks at the clock. */
  private static final class Watched extends RandomAccessReadBuffer {
    private final Watch watch;

    Watched(byte[] content, Watch watch) {
      super(content);
      this.watch = watch;
    }

    @Override
    public int read() throws IOException {
      watch.step();
      return super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      watch.step();
      return super.read(target, offset, length);
    }

    @Override
    public void seek(long position) throws IOException {
      watch.step();
      super.seek(position);
    }

    @Override
    public RandomAccessReadView createView(long start, long length) throws IOException {
      return new RandomAccessReadView(this, start, length);
    }
  }
}
