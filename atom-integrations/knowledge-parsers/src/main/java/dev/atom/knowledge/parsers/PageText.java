package dev.atom.knowledge.parsers;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * Collects the text of all pages and where each begins. The order is that of the content, not of
 * places on the page: sorted by place, two columns would be read across.
 */
final class PageText extends PDFTextStripper {
  private final Watch watch;
  private final StringBuilder collected = new StringBuilder();
  private final List<Integer> starts = new ArrayList<>();
  private long glyphs;

  PageText(Watch watch) {
    this.watch = watch;
    setLineSeparator("\n");
    setParagraphStart("\n");
    setPageEnd("\n\n");
  }

  @Override
  public void writeText(PDDocument document, Writer ignored) throws IOException {
    super.writeText(document, new Collector());
  }

  String text() {
    return WholeText.of(collected);
  }

  /** Pages without content are never started; they begin where the next one does. */
  Pages pages(int count) {
    fillTo(count);
    return new Pages(starts);
  }

  private void fillTo(int count) {
    while (starts.size() < count) {
      starts.add(collected.length());
    }
  }

  @Override
  protected void startPage(PDPage page) {
    watch.look();
    fillTo(getCurrentPageNo());
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    watch.step();
    super.processOperator(operator, operands);
  }

  /** Glyphs are held until the page ends, so they are counted before they are text. */
  @Override
  protected void processTextPosition(TextPosition glyph) {
    watch.step();
    glyphs++;
    watch.characters(glyphs);
    super.processTextPosition(glyph);
  }

  private final class Collector extends Writer {
    @Override
    public void write(char[] source, int offset, int length) {
      watch.step();
      watch.characters((long) collected.length() + length);
      collected.append(source, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
